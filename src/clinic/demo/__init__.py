"""The demonstration: a service and people who do not exist."""

from clinic.demo.people import seed

__all__ = ["seed"]
