"""A service's courses in cells, the blocks that may be shown, and the sums over those chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from clinic.reports import tallies
from clinic.reports.filters import NOT_AGREED, Filters
from clinic.reports.models import Standing, Tally
from clinic.reports.tallies import RATES, Counts, Key
from ipt.outcomes import blocks, rates
from ipt.outcomes.blocks import Level

Truths = NDArray[np.bool_]
CELL = ("finished", "quarter", "manual", "focus")


@dataclass(frozen=True, slots=True)
class Cells:
    """Every cell that holds a course; each array has one entry a cell.

    Finished courses and the others are divided apart, so that every figure is a sum of blocks of at least
    five finished courses and of blocks of at least five others (docs/adr/0029).
    """

    names: Mapping[str, NDArray[Any]]  # of CELL, condition and year
    counts: Counts  # (cells, RATES)
    blocks: NDArray[np.intp]

    @classmethod
    def of(cls, keys: Sequence[Key], counts: Counts, conditions: Mapping[str, str]) -> "Cells":
        """Divide cells into blocks, by condition, manual, focus, year and quarter, in this order."""
        columns = list(zip(*keys, strict=True)) or [(), (), (), ()]
        names = {name: np.array(column) for name, column in zip(CELL, columns, strict=True)}
        names["finished"] = names["finished"].astype(bool)
        names["condition"] = np.array(
            [conditions.get(manual, "") for manual in names["manual"]], dtype=np.str_
        )
        names["year"] = np.array([quarter[:4] for quarter in names["quarter"]], dtype=np.str_)
        found = np.full(len(keys), -1, dtype=np.intp)
        for finished in (True, False):
            here = np.flatnonzero(names["finished"] == finished)
            divided = blocks.divide(_levels(names, here), counts[here, 0])
            found[here] = np.where(divided < 0, -1, divided + found.max(initial=-1) + 1)
        return cls(names, counts, found)

    def among(self, filters: Filters) -> Truths:
        """The cells that match what is chosen."""
        here = np.ones(len(self.blocks), dtype=bool)
        quarters = self.names["quarter"]
        if filters.quarter_from:
            here &= quarters >= filters.quarter_from
        if filters.quarter_to:
            here &= quarters <= filters.quarter_to
        for name in ("manual", "focus", "condition"):
            if chosen := getattr(filters, name):
                here &= self.names[name] == ("" if name == "focus" and chosen == NOT_AGREED else chosen)
        return here

    def shown(self, among: Truths) -> Truths:
        """Those of them that may be shown: whose block is among them with all its cells."""
        return blocks.whole_blocks(self.blocks, among)

    def count(self, among: Truths) -> rates.Counts:
        """The courses of some cells, counted."""
        sums = dict(zip(RATES, self.counts[among].sum(axis=0).tolist(), strict=True))
        return rates.Counts(**{name: sums[name] for name in rates.Counts.__dataclass_fields__})

    def how_many(self, what: str, among: Truths) -> int:
        """One of RATES, over some cells."""
        return int(self.counts[among, RATES.index(what)].sum())


def _levels(names: Mapping[str, NDArray[Any]], here: NDArray[np.intp]) -> list[Level]:
    apart = [Level(names[one][here].tolist()) for one in ("condition", "manual", "focus")]
    return [*apart, *(Level(names[one][here].tolist(), ordered=True) for one in ("year", "quarter"))]


def cells_of(standing: Standing | None, conditions: Mapping[str, str]) -> Cells:
    """Read the cells of a service, in one query; none where nothing was counted by the rules of today."""
    rows = _sums(standing).filter(what="rates").order_by("quarter", "manual", "focus", "finished")
    found = list(rows.values_list(*CELL, "counts"))
    counts = [tallies.unpacked(row[-1], len(RATES)) for row in found]
    return Cells.of([row[:-1] for row in found], np.array(counts).reshape(-1, len(RATES)), conditions)


def sums_of(standing: Standing | None, cells: Cells, shown: Truths) -> dict[str, Counts]:
    """All that is summed, over the cells shown, in one query."""
    values = {name: cells.names[name][shown].tolist() for name in CELL}
    keys = set(zip(*values.values(), strict=True))
    near = {f"{name}__in": set(found) for name, found in values.items()}
    rows = _sums(standing).filter(**near).exclude(what="rates")
    sums: dict[str, Counts] = {}
    for *key, what, counts in rows.values_list(*CELL, "what", "counts").iterator(5000):
        if tuple(key) in keys:
            if what not in sums:
                sums[what] = np.zeros(tallies.places(what), dtype=np.int64)
            found = np.frombuffer(counts, dtype="<i8")
            sums[what][: len(found)] += found
    return tallies.parted(sums)


def _sums(standing: Standing | None) -> QuerySet[Tally]:
    return Tally.objects.filter(service=standing.service_id) if standing else Tally.objects.none()
