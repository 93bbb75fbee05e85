"""Template tags of adherence and the two questions."""
