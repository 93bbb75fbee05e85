"""Alerts, risk reviews and the safety plan."""
