"""Template tags of the inventory."""
