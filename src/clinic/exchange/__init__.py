"""Data that comes in and goes out."""
