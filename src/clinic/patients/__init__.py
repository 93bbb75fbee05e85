"""Who it is about: enquiries and patients."""
