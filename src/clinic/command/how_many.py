"""A number of things in words: 1 course, 2 courses."""


def how_many(n: int | str, one: str, many: str = "") -> str:
    """The number with its noun; a number may be said already, as where it is withheld."""
    return f"{n} {one if str(n) == '1' else many or f'{one}s'}"
