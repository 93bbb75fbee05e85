"""The software a clinic runs to deliver a course of Interpersonal Psychotherapy."""
