"""The trunk: a course of therapy, its sessions, their records and tasks."""
