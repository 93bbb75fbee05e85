"""Which side of a mark a person's name stands on: never upon a mark or other words, seldom across a line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import hypot, sqrt

from ipt.relationships.sheet import Box, Label, Point, Sheet, Someone

BADGE = 8.5  # radius of a badge
CLEAR = 6  # from the rim of a mark to the middle of its badge, which so leaves the letters inside free
NEAR = 3  # how much nearer its own mark than another's a name has to be, not to be read as the other's
MISREAD = 2.5  # what a side costs on which it would be
SHORT = (12, 9, 6)  # letters a name is shortened to, ellipsis included, before initials are all that fits
NARROW, WIDE = 0.6, 1.5  # widths of letters, in letters
LINE = 1.5  # what a side costs for each ring or border that would run through the words

Segment = tuple[Point, Point]


def place_names(
    people: Sequence[Someone],
    where: dict[str, Point],
    mark: float,
    sheet: Sheet,
    *,
    taken: Sequence[Box] = (),
    arrows: Sequence[Segment] = (),
    borders: Sequence[Segment] = (),
) -> dict[str, Label | None]:
    """Give each person, in order, the best free side for the words; None where not even six letters fit.

    Lengths are the sheet's units. ``taken`` is kept free as marks are. Of the free sides, one that no arrow,
    ring or border runs through is preferred. What does not fit, or not off an arrow, is shortened: the second
    line first. Unless it costs anybody letters, no name stands as near to another's mark as to its own.
    """
    careful, plain = (
        _place(people, where, mark, sheet, taken, arrows, borders, misread=misread)
        for misread in (MISREAD, 0.0)
    )
    costs = any(_letters(careful[one.id]) < _letters(plain[one.id]) for one in people)
    return plain if costs else careful


def _letters(label: Label | None) -> int:
    return sum(len(line) for line in label.lines) if label else 0


def _place(
    people: Sequence[Someone],
    where: dict[str, Point],
    mark: float,
    sheet: Sheet,
    taken: Sequence[Box],
    arrows: Sequence[Segment],
    borders: Sequence[Segment],
    *,
    misread: float,
) -> dict[str, Label | None]:
    busy = [box for one in people for box in _mark(one, where[one.id], mark)]
    busy += [(-sheet.middle, -sheet.middle / 2, sheet.middle, sheet.middle), *taken]
    labels: dict[str, Label | None] = {}
    short = [shortened_apart((one.lines[0] for one in people if one.lines), most) for most in SHORT]
    for one in people:
        labels[one.id] = None
        found: list[tuple[int, float, Label, Box]] = []
        for lines in _shorter_and_shorter(one.lines, short):
            for cost, label, box in _sides(lines, one, where[one.id], mark, sheet):
                if _inside(box, sheet) and not any(_touch(box, other) for other in busy):
                    struck = sum(runs_through(box, arrow) for arrow in arrows)
                    cost += _struck(box, sheet, borders)
                    cost += misread * (misread > 0 and _is_misread(box, one, people, where))
                    found.append((struck, cost, label, box))
            if found and min(side[0] for side in found) == 0:
                break
        if found:
            _arrows, _cost, labels[one.id], box = min(found, key=lambda side: side[:2])
            busy.append(box)
    return labels


def width_of(text: str, sheet: Sheet) -> float:
    """Estimate how wide words are, on the generous side: letters such as i take less, such as m more."""
    return sheet.letter * sum(NARROW if c in "fijlrtI .,'-" else WIDE if c in "mwMW…" else 1 for c in text)


def badge_beside(mark: float) -> float:
    """Return how far a badge's middle lies to the side of a mark's middle, and as far above it."""
    return (mark + CLEAR) / sqrt(2)


def shortened(text: str, most: int) -> str:
    """Return the text, or its beginning with an ellipsis, at most so many letters."""
    return text if len(text) <= most else text[: most - 1].rstrip(" .,-") + "…"


def shortened_apart(texts: Iterable[str], most: int) -> dict[str, str]:
    """Shorten each text as `shortened` does; where two would be alike, they keep their ends or get a number.

    >>> shortened_apart(["Neighbour 1", "Neighbour 2", "Ada"], 6)
    {'Ada': 'Ada', 'Neighbour 1': 'Neig…1', 'Neighbour 2': 'Neig…2'}
    """
    found = {text: shortened(text, most) for text in sorted(set(texts))}
    alike: dict[str, list[str]] = defaultdict(list)
    for text, short in found.items():
        alike[short].append(text)
    for group in (texts for texts in alike.values() if len(texts) > 1):
        ends = [[_ends(text, most, last) for text in group] for last in range(1, most - 1)]
        numbers = [f"{text[: most - 1 - len(str(n))]}…{n}" for n, text in enumerate(group, 1)]
        others = {found[text] for text in found if text not in group}
        apart = (one for one in ends if len({*one}) == len(group) and not others & {*one})
        found |= dict(zip(group, next(apart, numbers), strict=True))
    return found


def _ends(text: str, most: int, last: int) -> str:
    """Return the beginning and so many of the last letters."""
    return text if len(text) <= most else f"{text[: most - 1 - last].rstrip(' .,-')}…{text[-last:].lstrip()}"


def _shorter_and_shorter(
    lines: tuple[str, ...], short: Sequence[Mapping[str, str]]
) -> Iterator[tuple[str, ...]]:
    if not lines:
        return
    tries = [lines, (lines[0], *(shortened(line, SHORT[0]) for line in lines[1:])), lines[:1]]
    tries += [(names[lines[0]],) for names in short]
    yield from dict.fromkeys(tries)


def _mark(one: Someone, at: Point, mark: float) -> list[Box]:
    """Return what a mark covers, with its badge, which may sit on either side."""
    x, y = at
    boxes = [(x - mark, y - mark, x + mark, y + mark)]
    if one.badge:
        beside = badge_beside(mark)
        reach = beside + BADGE
        boxes.append((x - reach, y - reach, x + reach, y - beside + BADGE))
    return boxes


def _sides(
    lines: tuple[str, ...], one: Someone, at: Point, mark: float, sheet: Sheet
) -> list[tuple[float, Label, Box]]:
    """Return the sides with what each costs: below, above, right, left, then askew."""
    x, y = at
    wide = max(width_of(line, sheet) for line in lines)
    high = len(lines) * sheet.line
    gap, askew = mark + 3, mark * 0.7 + 3
    above = (badge_beside(mark) + BADGE if one.badge else mark) + 3
    beside = y - high / 2 if not one.badge else max(y - high / 2, y - badge_beside(mark) + BADGE)
    tops = [(0.0, x, y + gap, "middle"), (0.5, x, y - above - high, "middle")]
    tops += [(0.8, x + gap, beside, "start"), (0.8, x - gap, beside, "end")]
    for top in (y + askew - 2, y - askew + 2 - high):
        tops += [(1.6, x + askew, top, "start"), (1.6, x - askew, top, "end")]
    tops += [(2.0, x - mark, y + gap, "start"), (2.0, x + mark, y + gap, "end")]
    left = {"start": 0.0, "middle": wide / 2, "end": wide}
    return [
        (
            cost,
            Label(ax, top + sheet.line * 0.8, anchor, lines),
            (ax - left[anchor], top, ax - left[anchor] + wide, top + high),
        )
        for cost, ax, top, anchor in tops
    ]


def _is_misread(box: Box, one: Someone, people: Sequence[Someone], where: dict[str, Point]) -> bool:
    """Whether words are about as near to somebody else's mark as to their own."""
    own = _away(box, where[one.id]) + NEAR
    others = (where[other.id] for other in people if other.lines and other.id != one.id)
    return any(_away(box, other) < own for other in others)


def _away(box: Box, at: Point) -> float:
    """Return how far the nearest point of a box is."""
    left, top, right, bottom = box
    return hypot(max(left - at[0], 0, at[0] - right), max(top - at[1], 0, at[1] - bottom))


def _struck(box: Box, sheet: Sheet, borders: Sequence[Segment]) -> float:
    rings = sum(_ring_runs_through(box, sheet.radius / 4 * number) for number in (1, 2, 3, 4))
    return LINE * (rings + sum(runs_through(box, border) for border in borders))


def _ring_runs_through(box: Box, radius: float) -> bool:
    left, top, right, bottom = box
    nearest = hypot(max(left, -right, 0), max(top, -bottom, 0))
    furthest = hypot(max(-left, right), max(-top, bottom))
    return nearest < radius < furthest


def runs_through(box: Box, segment: Segment) -> bool:
    """Whether a straight line passes a box, by clipping it at the box's four sides."""
    (x1, y1), (x2, y2) = segment
    first, last = 0.0, 1.0
    for start, step, low, high in ((x1, x2 - x1, box[0], box[2]), (y1, y2 - y1, box[1], box[3])):
        if step == 0:
            if not low < start < high:
                return False
            continue
        enters, leaves = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, enters), min(last, leaves)
    return first < last


def _inside(box: Box, sheet: Sheet) -> bool:
    return all(hypot(x, y) <= sheet.radius + 4 for x in box[::2] for y in box[1::2])


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
