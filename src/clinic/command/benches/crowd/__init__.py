"""A made-up service of any size, written in bulk into a throw-away home, so that pages can be timed in it."""
