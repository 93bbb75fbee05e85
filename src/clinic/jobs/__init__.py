"""Timed work: which action is due how often, and a row a job, so that two workers do not do it twice."""
