"""How a story begins: an enquiry, a first talk, a course, and what is agreed before and in session 1."""

from datetime import date, timedelta

from clinic.courses import actions as courses
from clinic.demo.scores import phq9
from clinic.demo.tale import Tale
from clinic.patients.actions import handle_enquiry, receive_enquiry, register_patient
from clinic.questionnaires.actions import ask, submit
from clinic.safety.actions import review_risk

THIN = "interpersonal_sensitivities"  # the area in which hardly anybody is there
FITS = ("depressed", "trigger", "someone_there", "can_tell", "accepts_limit", "here_and_now")


def enquire(tale: Tale) -> None:
    tale.enquiry = receive_enquiry(
        service=tale.cast.service,
        name=tale.story.name,
        contact_by="phone",
        contact=phone(tale),
        may_leave_message=tale.rng.random() < 0.5,
        about=tale.story.asked,
        adult=True,
    )


def phone(tale: Tale) -> str:
    """A number from the range kept for drama, which rings nowhere."""
    return f"07700 900{tale.rng.randrange(1000):03d}"


def invite(tale: Tale) -> None:
    handle_enquiry(enquiry=tale.enquiry, state="invited", by=tale.cast.reception)


def register(tale: Tale) -> None:
    born_on = tale.today.replace(year=tale.today.year - tale.story.age, day=1)
    tale.patient = register_patient(
        service=tale.cast.service,
        name=tale.story.name,
        preferred_name=tale.story.first_name,
        born_on=born_on - timedelta(days=tale.rng.randrange(10, 300)),
        phone=tale.enquiry.contact,
        general_practitioner=tale.rng.choice(("Dr N. (fictional)", "Dr Sayer (fictional)")),
        by=tale.therapist,
    )


def agreed_on(tale: Tale) -> date:
    """The day of the first talk."""
    return tale.days[1] - timedelta(days=12)


def accept(tale: Tale) -> None:
    """The first talk ends with a course; suitability is the therapist's decision, with a reason."""
    story = tale.story
    handle_enquiry(enquiry=tale.enquiry, state="accepted", by=tale.therapist, patient=tale.patient)
    tale.course = courses.begin_course(
        patient=tale.patient,
        manual=story.manual,
        therapist=tale.therapist,
        supervisor=tale.cast.supervisor,
        stage=story.stage,
        began_on=tale.days[1] if tale.held else agreed_on(tale),
        by=tale.therapist,
    )
    tale.participant = tale.course.participants.get()
    courses.review_suitability(course=tale.course, by=tale.therapist, **_suitability(tale))


def _suitability(tale: Tale) -> dict[str, object]:
    prevention = tale.story.stage == "prevention"
    fits = FITS[1:] if prevention else FITS
    return {
        "rulers": {
            "importance": tale.rng.randrange(7, 11),
            "confidence": tale.rng.randrange(4, 8),
            "readiness": tale.rng.randrange(5, 10),
            "accepts_pattern": tale.rng.randrange(4, 9),
        },
        "fits": [fit for fit in fits if fit != "someone_there" or tale.story.area != THIN],
        "preference": "Would rather talk about people than fill in worksheets.",
        "decision": "proceed",
        "reason": tale.story.reason,
    }


def answer_at_enquiry(tale: Tale) -> None:
    """A PHQ-9 on paper before the course; shown on the chart and not counted as its start."""
    from_enquiry = tale.story.enquiry_score
    if from_enquiry is not None:
        day = agreed_on(tale)
        asked = ask(participant=tale.participant, measure="phq9", due_on=day, by=tale.therapist)
        submit(asked=asked, by=tale.patient.user, answers=phq9(from_enquiry, 0, tale.rng))


def first_session(tale: Tale) -> None:
    """Risk is asked, the difficulty named, the load eased, the medicine written down."""
    story, course, by = tale.story, tale.course, tale.therapist
    review_risk(
        participant=tale.participant,
        level=0,
        thoughts="Asked plainly; nothing reported today.",
        action="Asked again at every session; urgent help shown.",
        by=by,
    )
    courses.name_diagnosis(
        course=course,
        by=by,
        name=story.diagnosis,
        code=story.code,
        explained_on=tale.days[1],
        explanation="It has a name, it is common, it is nobody's fault, and it can be treated.",
    )
    courses.agree_sick_role(
        course=course,
        by=by,
        eased=story.eased,
        eased_by=story.eased_by,
        until=tale.days[8],
        undertaking=story.undertakes,
    )
    _medicine(tale)


def _medicine(tale: Tale) -> None:
    taken = tale.story.medicine
    if taken:
        courses.add_medication(
            course=tale.course,
            by=tale.therapist,
            name=taken.name,
            dose=taken.dose,
            prescriber=taken.prescriber,
            started_on=tale.days[1] - timedelta(weeks=taken.weeks),
        )
