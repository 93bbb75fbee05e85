"""Template tags of the course: its heading and its tabs."""
