"""Template tags of the questionnaires."""
