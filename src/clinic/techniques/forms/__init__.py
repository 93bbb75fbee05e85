"""Forms of techniques and exercises."""
