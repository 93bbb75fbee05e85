"""What becomes of a safety item that was not zero: seen, spoken of, planned for, closed; or still open."""

from datetime import timedelta

from clinic.demo.dates import working_day
from clinic.demo.story import Watch
from clinic.demo.tale import Tale
from clinic.demo.weeks import watched
from clinic.safety import actions as safety
from clinic.safety.models import Alert

SAID = "Thoughts of being better off dead, with no plan and no wish to act on them."


def look(tale: Tale) -> None:
    """The therapist sees the alert the next morning, before its time is out."""
    safety.see(alert=_open_alert(tale), by=tale.therapist)


def _open_alert(tale: Tale) -> Alert:
    return Alert.objects.open().filter(course=tale.course).latest("raised_at")


def pass_on(tale: Tale) -> None:
    """Nobody looked in time: it goes to the supervisor."""
    safety.escalate_overdue()


def supervisor_looks(tale: Tale) -> None:
    safety.see(alert=_open_alert(tale), by=tale.cast.supervisor)


def speak_of_risk(tale: Tale, number: int) -> None:
    """In the session: a review, a plan, and the alert closed with what was done."""
    watch = watched(tale, number)
    if watch is None or watch.then != "reviewed":
        return
    alert = _open_alert(tale)
    action = "Talked through in the session; safety plan written together; asked again every week."
    safety.review_risk(
        participant=tale.participant,
        alert=alert,
        level=1,
        thoughts=watch.said or SAID,
        plan="No plan reported.",
        means="Nothing kept for it.",
        intent="Does not intend to act.",
        protection="Names people who matter, and would ring.",
        action=action,
        review_by=tale.days[number] + timedelta(days=28),
        by=tale.therapist,
    )
    _plan(tale, number)
    safety.close_alert(alert=alert, action=action, by=tale.therapist)


def _plan(tale: Tale, number: int) -> None:
    near = [person.name for person in tale.story.people if person.crisis] or ["Somebody I trust"]
    safety.write_safety_plan(
        participant=tale.participant,
        warning_signs="I stop answering messages. I think they would all be better off.",
        coping="Get out of the bedroom. Shower. Walk as far as the park and back.",
        distraction="The library café, where there are people and nobody asks anything.",
        helpers=" and ".join(near) + ", and I may say it is a bad night without saying more.",
        professionals=f"{tale.therapist.first_name} in working hours: {tale.cast.service.phone}. "
        "At night the numbers under Urgent help.",
        safer_means="Tablets for the week only; the rest is kept by somebody else.",
        reasons_for_living=f"{near[0]}. What I still want to see.",
        review_on=tale.days[number] + timedelta(days=28),
        by=tale.therapist,
    )


def risk_status(tale: Tale, number: int) -> str:
    """What the record says of risk, when there was something to say."""
    watch = watched(tale, number)
    if watch is None or watch.then != "reviewed":
        return ""
    return "Item 9 above zero; reviewed together, level 1. Safety plan written. Asked again next week."


def answered_when(tale: Tale, number: int) -> tuple[int, str]:
    """How many days before a session its questions are answered, and at what time."""
    watch = watched(tale, number)
    if watch and watch.then == "with supervisor":
        early = tale.days[number] - working_day(tale.today, -1)
        return early.days, "11:10"
    if watch and watch.then == "open":
        return (tale.days[number] - tale.today).days + 1, "21:40"
    return 1, tale.rng.choice(("19:20", "20:05", "20:50", "21:15"))


def still_open(watch: Watch | None) -> bool:
    return watch is not None and watch.then != "reviewed"
