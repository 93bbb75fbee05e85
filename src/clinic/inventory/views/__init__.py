"""What is seen and done about the people: one file a subject."""
