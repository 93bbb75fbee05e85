"""Whether it is working, over all courses of a service."""
