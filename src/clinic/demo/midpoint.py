"""Half way through a story: the review, what the patient says of it, and another number of sessions."""

from clinic.courses import actions as courses
from clinic.courses.models import Session
from clinic.demo.tale import Tale
from clinic.formulation import actions as formulation
from clinic.formulation.reviewing import review_page


def look_back(tale: Tale, session: Session) -> None:
    """Write the review in the session the manual has it for."""
    told = tale.story.review
    if told is None or session.number != half_way(tale):
        return
    review = formulation.review_midpoint(
        course=tale.course,
        session_number=session.number,
        figures=review_page(tale.course)["now"],
        focus_fits=told.fits,
        helps=told.helps,
        helps_not=told.helps_not,
        patient_sees=told.sees,
        therapist_sees=told.therapist,
        decision=told.decision,
        reason=told.reason,
        patient_says=told.says,
        patient_word=told.word or "",
        share=told.shared,
        by=tale.therapist,
    )
    if told.answer:
        formulation.answer_review(review=review, fits=True, words=told.answer, by=tale.patient.user)


def half_way(tale: Tale) -> int:
    """The session whose record tells of the review; else the last one the manual has it for."""
    last = tale.manual.midpoint_review
    told = (n for n in range(1, last + 1) if (m := tale.in_middle(n)) and m.line.startswith("Mid-point"))
    return next(told, last)


def number(tale: Tale, session: Session) -> None:
    """Propose another number of sessions, and agree it where the story says so."""
    told = tale.story.number
    if told is None or session.number != told.session:
        return
    proposed = courses.propose_sessions(
        course=tale.course, to_sessions=told.to, why=told.why, by=tale.therapist
    )
    if told.on:
        by = tale.therapist if told.on == "room" else tale.patient.user
        formulation.agree_to_sessions(agreement=proposed, by=by, on=told.on, words=told.words or "")
        tale.course.refresh_from_db()
