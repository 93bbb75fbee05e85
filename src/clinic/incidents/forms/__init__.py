"""What is typed about incidents, their rehearsal, and decisions."""
