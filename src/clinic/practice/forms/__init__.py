"""What a patient types: how it went, and a draft of a message."""
