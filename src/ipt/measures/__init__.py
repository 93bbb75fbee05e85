"""Questionnaires as data: load, score, band, and see what needs attention."""
