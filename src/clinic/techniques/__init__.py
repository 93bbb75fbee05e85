"""Adjunct techniques: what stands against them, what is opened, how they were used and what they did."""
