"""What is typed when the two agree what it all means."""
