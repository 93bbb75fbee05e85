"""Interpersonal Psychotherapy as a library: the manual, measures, relationships and outcomes."""
