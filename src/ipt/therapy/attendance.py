"""What became of an agreed session, and whether that used it up."""

from typing import Literal, get_args

Attendance = Literal["attended", "missed", "cancelled by patient", "cancelled by therapist"]
KINDS: tuple[Attendance, ...] = get_args(Attendance)


def uses_a_session(kind: Attendance, *, missed_count: bool) -> bool:
    """Whether one of the agreed sessions is gone.

    What the therapist cancels never costs the patient a session. For the rest the contract says whether
    missed sessions count (``missed_count``).

    Raises
    ------
    ValueError
        If ``kind`` is not one of ``KINDS``.
    """
    if kind not in KINDS:
        raise ValueError(f"attendance is one of {', '.join(KINDS)}, not {kind!r}")
    if kind == "attended":
        return True
    return missed_count and kind != "cancelled by therapist"
