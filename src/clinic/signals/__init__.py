"""Signals of a course: a rule calls for a look, a person says what they see, plans, and closes it."""
