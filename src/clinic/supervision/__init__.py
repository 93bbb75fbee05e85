"""Adherence from the record, the patient's two questions, and supervision."""
