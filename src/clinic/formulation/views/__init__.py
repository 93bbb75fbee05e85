"""Pages of what it all means."""
