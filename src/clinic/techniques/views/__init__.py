"""Pages of techniques and exercises."""
