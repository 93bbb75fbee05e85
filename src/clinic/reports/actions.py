"""Keeps a service's figures up to date, and notes what of them left the house."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils import timezone

from clinic.access.models import Service, User
from clinic.audit.actions import record
from clinic.courses.models import Course, Participant
from clinic.reports import tallies
from clinic.reports.cells import CELL
from clinic.reports.models import CourseOutcome, Standing, Tally
from clinic.reports.outcome import work_out
from clinic.reports.queries import START, behind, events_after, measures_scored, newest_event
from clinic.reports.tallies import Key
from ipt.outcomes.which_measures import judged_by

BATCH = 500  # courses taken in at a time: the embedded database is busy meanwhile
A_PAGE_WAITS_FOR = 200  # courses
EVENTS = 5000  # of the audit, read at a time
TURN = timedelta(seconds=4)  # after which the job lets the others have their turn
KEPT = [field.name for field in CourseOutcome._meta.concrete_fields if field.name not in ("id", "created_at")]


@transaction.atomic
def note_export(*, service: Service, chosen: Mapping[str, str], by: User) -> None:
    """Keep who took the figures of a service away as a file, and of which courses."""
    record(by=by, did="exported the report", on=service, service_id=service.pk, **chosen)


def bring_up_to_date(*, service: Service) -> None:
    """Take in what changed since the last time, as far as a page can wait for it; views call it first."""
    refresh(service=service, most=A_PAGE_WAITS_FOR)


def refresh_all() -> None:
    """Take in what changed in every service, for a few seconds at most; the rest waits for the next turn."""
    until = timezone.now() + TURN
    for service in behind():
        while refresh(service=service) and timezone.now() < until:
            pass


@transaction.atomic
def refresh(*, service: Service, most: int = BATCH) -> bool:
    """Take in at most so many courses that changed; whether there are more.

    What changed is read from the audit, in which every act on a course stands. Where nothing was counted
    yet, or by other rules, all courses are counted from the start. Nothing is done while others are at it.
    """
    Standing.objects.get_or_create(service=service)
    standing = Standing.objects.select_for_update(skip_locked=True).filter(service=service).first()
    if standing is None:
        return False
    if standing.rules != tallies.rules():
        _begin_anew(standing)
    return _go_on(standing, most) if standing.counted_to is not None else _take_in_changes(standing, most)


@transaction.atomic
def count_anew(*, service: Service) -> None:
    """Forget a service's figures; the next calls of `refresh` count every course from the start."""
    Standing.objects.get_or_create(service=service)
    _begin_anew(Standing.objects.select_for_update().get(service=service))


def _begin_anew(standing: Standing) -> None:
    """The sums hold nothing from here on; what was worked out of each course is replaced in its turn."""
    Tally.objects.filter(service_id=standing.service_id).delete()
    standing.rules, standing.counted_to, standing.as_of = tallies.rules(), START, timezone.now()
    standing.measures = measures_scored(standing.service)
    standing.seq = newest_event(standing.service_id)  # what happens from here on is taken in afterwards
    standing.save()


def _go_on(standing: Standing, most: int) -> bool:
    """The next courses of a count from the start."""
    rest = Course.objects.filter(service_id=standing.service_id, pk__gt=standing.counted_to).order_by("pk")
    courses = list(rest.values_list("pk", flat=True)[:most])
    if _take_in(standing, courses, {}):
        standing.counted_to = courses[-1] if len(courses) == most else None
        standing.save(update_fields=["counted_to"])
    return True


def _take_in_changes(standing: Standing, most: int) -> bool:
    now = timezone.now()
    events = list(events_after(standing)[:EVENTS])
    changed: dict[UUID, None] = {}
    more = len(events) == EVENTS
    for seq, at, course in events:
        if course is not None and course not in changed:
            if len(changed) == most:
                more = True
                break
            changed[course] = None
        standing.seq, standing.as_of = seq, at
    if not events:
        return False
    courses = _with_other_courses(changed)
    before = {one.course_id: one for one in CourseOutcome.objects.filter(course__in=courses)}
    if not _take_in(standing, courses, before):
        return True
    standing.as_of = standing.as_of if more else now
    standing.save(update_fields=["seq", "as_of"])
    return more


def _with_other_courses(courses: Iterable[UUID]) -> list[UUID]:
    """With the other courses of the same patients: a new one may be what an enquiry led to."""
    patients = Participant.objects.filter(course__in=list(courses)).values_list("patient", flat=True)
    theirs = Participant.objects.filter(patient__in=list(patients))
    return list(theirs.order_by("course").values_list("course", flat=True).distinct())


def _take_in(standing: Standing, courses: Sequence[UUID], before: Mapping[UUID, CourseOutcome]) -> bool:
    """Work courses out again, and move the sums, which hold them as they were ``before``.

    With the first score of a measure by which all are judged from here on, a count from the start is begun
    instead, and the answer is no.
    """
    service = standing.service
    now = work_out(service, courses, standing.measures)
    seen = sorted({*standing.measures, *(measure for one in now for measure in one.scores)})
    if judged_by(seen) != judged_by(standing.measures):
        _begin_anew(standing)
        return False
    after = [one for one in now if not _same(one, before.get(one.course_id))]
    changes: dict[tuple[Key, str], Counter[int]] = defaultdict(Counter)
    for one in after:
        if old := before.get(one.course_id):
            _add(changes, old, -1)
        _add(changes, one, 1)
    CourseOutcome.objects.bulk_create(
        after, update_conflicts=True, unique_fields=["course"], update_fields=KEPT
    )
    change_tallies(service, changes)
    return True


def _same(one: CourseOutcome, other: CourseOutcome | None) -> bool:
    return other is not None and all(getattr(one, name) == getattr(other, name) for name in KEPT)


def _add(changes: dict[tuple[Key, str], Counter[int]], outcome: CourseOutcome, sign: int) -> None:
    key = tallies.key_of(outcome)
    for what, place, how_much in tallies.added_by(outcome):
        changes[key, what][place] += sign * how_much


@transaction.atomic
def change_tallies(service: Service, changes: Mapping[tuple[Key, str], Mapping[int, int]]) -> None:
    """Add to the sums that are there, place by place; sums of nothing are removed."""
    moved = {at: counts for at, counts in changes.items() if any(counts.values())}
    if not moved:
        return
    quarters = {key[1] for key, _what in moved}
    there = Tally.objects.filter(
        service=service, what__in={what for _key, what in moved}, quarter__in=quarters
    )
    kept = {((one.finished, one.quarter, one.manual, one.focus), one.what): one for one in there}
    gone, written = [], []
    for (key, what), counts in moved.items():
        old = kept.get((key, what))
        sums = tallies.unpacked(old.counts if old else b"", tallies.places(what))
        np.add.at(sums, list(counts), list(counts.values()))
        if sums.any():
            cell = dict(zip(CELL, key, strict=True))
            written.append(Tally(service=service, what=what, counts=tallies.packed(sums), **cell))
        elif old:
            gone.append(old.pk)
    Tally.objects.filter(pk__in=gone).delete()
    Tally.objects.bulk_create(
        written, update_conflicts=True, update_fields=["counts"],
        unique_fields=["service", "what", "quarter", "manual", "focus", "finished"],
    )  # fmt: skip
