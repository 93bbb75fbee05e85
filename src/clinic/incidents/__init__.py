"""Incidents between people: gone through line by line, rehearsed, tried; decisions; what repeats."""
