"""What happened in a life, and how the mood was, as the patient remembers it."""
