"""What scores over time mean.

`__all__` names the modules for use; the others serve them.
"""

__all__ = [
    "blocks",
    "change",
    "circumplex",
    "columns",
    "counting",
    "couples",
    "courses",
    "disclosure",
    "effect_size",
    "forecast",
    "funnel",
    "growth",
    "rates",
    "response",
    "signals",
    "single_case",
    "sudden_gains",
    "which_measures",
]
