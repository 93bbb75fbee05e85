"""Draws the circle: every move is a version, undo and redo draw again, and the patient may propose."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.inventory import lineage
from clinic.inventory.models import AS_FELT, Circle, Place, Placement, Relationship
from clinic.inventory.proposals import pending


class DrawnMeanwhile(Exception):
    """The circle, or what is proposed for it, was drawn again after the page was loaded."""


class MovedMeanwhile(Exception):
    """Somebody moved this person meanwhile; ``drawn`` is the circle that did so."""

    def __init__(self, drawn: Circle | None) -> None:
        super().__init__(f"moved by {drawn}")
        self.drawn = drawn


@transaction.atomic
def draw_circle(
    *,
    participant: Participant,
    placements: Iterable[Place],
    drawn_on: date,
    by: User,
    session_number: int | None = None,
    proposed: bool = False,
    seen: int | None = None,
) -> Circle:
    """Keep the whole circle of one sitting as its next version; nothing drawn before is touched.

    ``seen`` is the version of the standing circle it was drawn from (0: there was none). Raises
    `DrawnMeanwhile` when another one stands by now.
    """
    lock(participant)
    if seen not in (None, newest_version(participant)):
        raise DrawnMeanwhile
    circle = _next(participant, drawn_on, session_number, by, proposed=proposed)
    Placement.objects.bulk_create(_placement(circle, *place) for place in placements)
    return circle


@transaction.atomic
def move_person(
    *,
    relationship: Relationship,
    ring: int,
    by: User,
    drawn_on: date,
    session_number: int | None = None,
    seen: int | None = None,
    version: int | None = None,
    proposed: bool = False,
) -> Circle | None:
    """Draw the circle again with one person in another ring; where they stand there already, nothing changes.

    ``seen`` is the ring in which the page showed them, ``version`` the circle shown. Raises `MovedMeanwhile`
    when they stand elsewhere by now or were moved at all since that version, be it there and back;
    ``ValueError`` for a ring that is not 1 to 4.
    """
    if ring not in (1, 2, 3, 4):
        raise ValueError(f"no ring {ring}")
    participant = relationship.participant
    lock(participant)
    present = standing_or_proposed(participant, proposed=proposed)
    places = places_of(present)
    stands = next((now for person, now, _wished in places if person == relationship), None)
    if stands == ring:
        return None
    moved_in = _moved_since(relationship, version, proposed=proposed)
    if moved_in or (stands is not None and seen not in (None, stands)):
        raise MovedMeanwhile(moved_in or present)
    moved = [(person, ring if person == relationship else now, wish) for person, now, wish in places]
    if stands is None:
        moved.append((relationship, ring, None))
    return draw_circle(
        participant=participant,
        placements=moved,
        drawn_on=drawn_on,
        session_number=session_number,
        proposed=proposed,
        by=by,
    )


@transaction.atomic
def wish_ring(
    *,
    relationship: Relationship,
    ideal_ring: int | None,
    by: User,
    drawn_on: date,
    session_number: int | None = None,
) -> Circle | None:
    """Draw the circle again with the ring wished for one person in it; ``None`` is no wish."""
    participant = relationship.participant
    lock(participant)
    places = places_of(standing_or_proposed(participant))
    wished = [(who, ring, ideal_ring if who == relationship else wish) for who, ring, wish in places]
    if wished == places:
        return None
    return draw_circle(
        participant=participant,
        placements=wished,
        drawn_on=drawn_on,
        session_number=session_number,
        by=by,
    )


@transaction.atomic
def take_out(
    *,
    relationship: Relationship,
    by: User,
    drawn_on: date,
    session_number: int | None = None,
    proposed: bool = False,
) -> Circle | None:
    """Draw the circle without a person, who stays in the inventory."""
    participant = relationship.participant
    lock(participant)
    places = places_of(standing_or_proposed(participant, proposed=proposed))
    left = [place for place in places if place[0] != relationship]
    if len(left) == len(places):
        return None
    return draw_circle(
        participant=participant,
        placements=left,
        drawn_on=drawn_on,
        session_number=session_number,
        proposed=proposed,
        by=by,
    )


@transaction.atomic
def undo(
    *,
    participant: Participant,
    by: User,
    drawn_on: date,
    session_number: int | None = None,
    proposed: bool = False,
) -> Circle | None:
    """Draw the state again that the present one was drawn from.

    Nobody takes back another's move, nor anything before the day's first change.
    """
    lock(participant)
    back = lineage.before(list(participant.circles.all()), drawn_on, by, proposed=proposed)
    return _draw_again(participant, back, drawn_on, session_number, by, proposed) if back else None


@transaction.atomic
def redo(
    *,
    participant: Participant,
    by: User,
    drawn_on: date,
    session_number: int | None = None,
    proposed: bool = False,
) -> Circle | None:
    """Draw one's own state again that was just undone; after another change there is none."""
    lock(participant)
    undone = lineage.after(list(participant.circles.all()), drawn_on, by, proposed=proposed)
    return _draw_again(participant, undone, drawn_on, session_number, by, proposed) if undone else None


def standing_or_proposed(participant: Participant, *, proposed: bool = False) -> Circle | None:
    """The newest circle; for a patient drawing alone, what they proposed and nobody has looked at yet."""
    mine = pending(participant).with_people().first() if proposed else None
    return mine or Circle.objects.filter(participant=participant).standing().with_people().first()


def _moved_since(person: Relationship, version: int | None, *, proposed: bool) -> Circle | None:
    """The last circle after ``version`` in which this person stands elsewhere than in the one before it."""
    if version is None:
        return None
    mine = pending(person.participant) if proposed else None
    counts = (
        mine if mine and mine.exists() else Circle.objects.filter(participant=person.participant).standing()
    )
    later = counts.filter(version__gt=version).select_related("written_by")
    placed = Placement.objects.filter(relationship=person, circle__version__gte=version)
    rings = dict(placed.values_list("circle__version", "ring"))
    return lineage.last_move(later, rings, rings.get(version))


def places_of(circle: Circle | None) -> list[Place]:
    """Everyone in a circle, as they stand, with what is known of them now."""
    if circle is None:
        return []
    return [(place.relationship, place.ring, place.ideal_ring) for place in circle.placements.all()]


def newest_version(participant: Participant) -> int:
    """The version of the circle that stands; 0 when there is none."""
    return participant.circles.standing().values_list("version", flat=True).first() or 0


def lock(participant: Participant) -> None:
    """Make whoever draws for this participant at the same time wait."""
    # two at once become two versions
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)


def _next(
    participant: Participant,
    drawn_on: date,
    session_number: int | None,
    by: User,
    *,
    proposed: bool,
    state: int | None = None,
) -> Circle:
    last = Circle.objects.filter(participant=participant).first()
    version = last.version + 1 if last else 1
    now = standing_or_proposed(participant, proposed=proposed)
    circle = Circle.objects.create(
        service_id=participant.service_id,
        participant=participant,
        version=version,
        state=state or version,
        follows=now.state if now and state is None else None,
        would_change=_would_change(participant, now) if proposed else None,
        drawn_on=drawn_on,
        session_number=session_number,
        written_by=by,
        written_at=timezone.now(),
    )
    did = "proposed a circle" if proposed else "drew the circle"
    record(by=by, did=did, on=circle, course_id=participant.course_id, version=version)
    return circle


def _would_change(participant: Participant, now: Circle | None) -> int:
    """The standing circle that a proposal is about: that of the proposal it goes on from, or the newest."""
    if now is None:
        return 0
    return now.version if now.would_change is None else now.would_change


def _draw_again(
    participant: Participant,
    state: Circle,
    drawn_on: date,
    session_number: int | None,
    by: User,
    proposed: bool,
) -> Circle:
    circle = _next(participant, drawn_on, session_number, by, proposed=proposed, state=state.state)
    Placement.objects.bulk_create(
        Placement(
            service_id=circle.service_id,
            circle=circle,
            relationship=place.relationship,
            ring=place.ring,
            ideal_ring=place.ideal_ring,
            **{name: getattr(place, name) for name in AS_FELT},
        )
        for place in state.placements.select_related("relationship")
    )
    return circle


def _placement(circle: Circle, person: Relationship, ring: int, ideal_ring: int | None) -> Placement:
    felt = {name: getattr(person, name) for name in AS_FELT}
    return Placement(
        service_id=circle.service_id,
        circle=circle,
        relationship=person,
        ring=ring,
        ideal_ring=ideal_ring,
        **felt,
    )
