"""What scores over time mean."""
