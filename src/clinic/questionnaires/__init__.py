"""Measures asked of a patient, their answers and scores."""
