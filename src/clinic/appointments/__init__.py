"""When and where patient and therapist meet."""
