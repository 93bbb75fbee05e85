"""Template tags of techniques."""
