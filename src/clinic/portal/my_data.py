"""Everything Kith holds about a patient, for that patient: the record itself, and who opened it."""

from collections import Counter
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.access.models import Membership
from clinic.appointments.models import Appointment
from clinic.attachment.models import Conversation
from clinic.audit.models import AuditEvent
from clinic.courses.models import (
    Absence,
    Course,
    Diagnosis,
    Medication,
    Participant,
    Session,
    SessionRecord,
    SessionsAgreement,
    SickRole,
    Suitability,
)
from clinic.formulation.models import (
    Contract,
    Ending,
    Focus,
    FocusRating,
    Formulation,
    FormulationAnswer,
    Goal,
    GoalRating,
    MidpointReview,
    ReviewAnswer,
    WorkspaceEntry,
)
from clinic.incidents.models import LinesGiven, LinesPractised, SharedRecording
from clinic.inventory.models import (
    Description,
    MoodEventLink,
    Placement,
    Relationship,
    RememberedMood,
    Tie,
    TimelineEvent,
)
from clinic.patients.models import Enquiry
from clinic.practice.models import MessageWording, PracticeTerms, ReminderChoice, Telling
from clinic.practice.private import note_of, words_of
from clinic.questionnaires.models import AnswersSoFar, Response
from clinic.safety.models import Alert, RiskReview, SafetyPlan
from clinic.techniques.models import (
    CheckIn,
    ImageryRun,
    Opening,
    RunTap,
    TechniqueConsent,
    TechniqueUse,
)

NOT_SHOWN = {"id", "service", "course", "participant", "created_at", "patient", "user", "sealed"}
FOR_CLINICIANS: dict[type[Model], set[str]] = {  # written from one clinician to another (ADR 15)
    TechniqueUse: {"note"},
    Opening: {"reason", "despite"},
}
TAPS_IN_WORDS = {"step", "stepped_in", "need"}  # of every other tap the words are the clinician's reason
WORDS: dict[str, str | Promise] = {  # what each part of the file is called on the page
    "sessions": _("Sessions"),
    "session_records": _("What was written about sessions"),
    "absences": _("Sessions that did not happen"),
    "session_checks": _("What I said about sessions"),
    "mood_event_links": _("How events and mood went together"),
    "appointments": _("Meetings booked"),
    "measures": _("Sets of questions answered"),
    "answers_not_sent": _("Answers not sent yet"),
    "goals": _("Goals"),
    "goal_ratings": _("How near my goals are"),
    "safety_plans": _("Safety plans"),
    "alerts": _("Answers that worried us"),
    "risk_reviews": _("Talks about safety"),
    "people": _("People in my life"),
    "what_was_said_of_people": _("What I said about people"),
    "who_knows_whom": _("Who knows whom"),
    "places_in_the_circle": _("Where people stand in my circle"),
    "timeline": _("Things that happened"),
    "remembered_moods": _("How I was over the years"),
    "enquiries": _("What I wrote when I first asked for help"),
    "suitability": _("Whether this help fits me"),
    "diagnosis": _("What my trouble is called"),
    "sick_role": _("What is eased for a while"),
    "medication": _("Medicines"),
    "ways_of_being_close": _("How I am close to people"),
    "practices": _("What we agreed to try"),
    "practice_told": _("How it went when I tried"),
    "message_drafts": _("Drafts of messages"),
    "reminder_choices": _("What I wanted to be reminded of"),
    "focus": _("What we work on"),
    "workspace": _("What we gathered about it"),
    "focus_ratings": _("How far we have come with it"),
    "formulation": _("My story, as we wrote it"),
    "formulation_answers": _("What I said of it"),
    "contract": _("What we agreed"),
    "techniques_used": _("Exercises and techniques used"),
    "imagery_runs": _("Imagery we did together"),
    "imagery_log": _("What was noted meanwhile"),
    "check_ins": _("When we were to be in touch after it"),
    "technique_consents": _("What I agreed to try"),
    "techniques_opened": _("Exercises opened for me"),
    "lines_given": _("Lines to practise"),
    "lines_practised": _("Lines I practised"),
    "recordings_shared": _("Recordings I shared"),
    "numbers_of_sessions": _("How many times we meet, as it changed"),
    "midpoint_reviews": _("What we saw half way"),
    "review_answers": _("What I said of that"),
    "ending": _("What I keep at the end"),
}
LATEST = 2000  # openings that are counted
ROLES: dict[str, str | Promise] = {
    "treating": _("Your therapist"),
    "supervising": _("Your therapist’s supervisor"),
    "lead": _("The service’s lead"),
    "reception": _("Reception"),
    "administrator": _("The service’s administrator"),
}


def held_about(participant: Participant) -> dict[str, Any]:
    """The record as plain values; a therapist's private notes are not part of it."""
    patient = participant.patient
    person = {
        name: getattr(patient, name) for name in ("name", "preferred_name", "born_on", "email", "phone")
    }
    mine = Participant.objects.own(patient.user)
    return {"made_at": timezone.now(), "person": person, "courses": [_course(one) for one in mine]}


def _course(one: Participant) -> dict[str, Any]:
    course = one.course
    kept = {name: [_plain(row) for row in rows] for name, rows in parts(one).items()}
    return {
        "manual": course.manual,
        "sessions_agreed": course.planned_sessions,
        "began_on": course.began_on,
        "ended_on": course.ended_on,
        "therapist": course.therapist.name,
        **kept,
    }


def parts(one: Participant) -> dict[str, QuerySet[Any]]:
    """Every part of one course's record, by its name in the file.

    A story and a review are in it while they are shared, as on the patient's page; of the answers, their own.
    """
    course, story = one.course, Formulation.objects.filter(course=one.course)
    return {
        "sessions": Session.objects.filter(course=course),
        "session_records": SessionRecord.objects.filter(session__course=course).order_by("written_at"),
        "absences": Absence.objects.filter(course=course),
        "session_checks": one.session_checks.order_by("written_at"),  # read backwards: a room beside this one
        "mood_event_links": MoodEventLink.objects.filter(session__course=course),
        "appointments": Appointment.objects.filter(course=course),
        "measures": Response.objects.filter(participant=one),
        "answers_not_sent": AnswersSoFar.objects.filter(asked__participant=one, asked__response=None),
        "goals": Goal.objects.filter(participant=one),
        "goal_ratings": GoalRating.objects.filter(goal__participant=one),
        "safety_plans": SafetyPlan.objects.filter(participant=one),
        "alerts": Alert.objects.filter(participant=one),
        "risk_reviews": RiskReview.objects.filter(participant=one),
        "people": Relationship.objects.filter(participant=one),
        "what_was_said_of_people": Description.objects.filter(relationship__participant=one),
        "who_knows_whom": Tie.objects.filter(one__participant=one),
        "places_in_the_circle": Placement.objects.filter(circle__participant=one),
        "timeline": TimelineEvent.objects.filter(participant=one).with_people(),
        "remembered_moods": RememberedMood.objects.filter(participant=one),
        "enquiries": Enquiry.objects.filter(patient=one.patient),
        "suitability": Suitability.objects.filter(course=course),
        "diagnosis": Diagnosis.objects.filter(course=course),
        "sick_role": SickRole.objects.filter(course=course),
        "medication": Medication.objects.filter(course=course),
        "ways_of_being_close": Conversation.objects.filter(participant=one).order_by("version"),
        "practices": PracticeTerms.objects.filter(practice__participant=one).order_by("written_at"),
        "practice_told": Telling.objects.filter(entry__participant=one).order_by("written_at"),
        "message_drafts": MessageWording.objects.filter(draft__participant=one).order_by("written_at"),
        "reminder_choices": ReminderChoice.objects.filter(participant=one),
        "focus": Focus.objects.filter(course=course),
        "workspace": WorkspaceEntry.objects.filter(course=course),
        "focus_ratings": FocusRating.objects.filter(participant=one),
        "formulation": story.exclude(shared_at=None),
        "formulation_answers": FormulationAnswer.objects.filter(
            formulation__in=story, written_by=one.patient.user_id
        ),
        "contract": Contract.objects.filter(course=course),
        "techniques_used": TechniqueUse.objects.filter(participant=one),
        "imagery_runs": ImageryRun.objects.filter(participant=one),
        "imagery_log": RunTap.objects.filter(run__participant=one),
        "check_ins": CheckIn.objects.filter(run__participant=one),
        "technique_consents": TechniqueConsent.objects.filter(participant=one),
        "techniques_opened": Opening.objects.filter(participant=one),
        "lines_given": LinesGiven.objects.filter(participant=one),
        "lines_practised": LinesPractised.objects.filter(participant=one),
        "recordings_shared": SharedRecording.objects.filter(participant=one).defer("sealed"),
        "numbers_of_sessions": SessionsAgreement.objects.filter(course=course).order_by("version"),
        "midpoint_reviews": MidpointReview.objects.filter(course=course).exclude(shared_at=None),
        "review_answers": ReviewAnswer.objects.filter(review__course=course, written_by=one.patient.user_id),
        "ending": Ending.objects.filter(course=course),
    }


def _plain(row: Model) -> dict[str, Any]:
    """Every field of a row that is not the program's own bookkeeping; people in the service by name."""
    left_out = NOT_SHOWN | FOR_CLINICIANS.get(type(row), set())
    if isinstance(row, RunTap) and row.kind not in TAPS_IN_WORDS:
        left_out = left_out | {"words"}
    fields = [field for field in row._meta.concrete_fields if field.name not in left_out]
    them = {
        field.name: [str(one.pk) for one in getattr(row, field.name).all()]
        for field in row._meta.many_to_many
    }
    return {field.name: _value(row, field) for field in fields} | them | _opened(row)


def _opened(row: Model) -> dict[str, Any]:
    """What the patient wrote for themselves is sealed in the database, and open in their own file."""
    if isinstance(row, Telling):
        return {"note": note_of(row)}
    return words_of(row) if isinstance(row, MessageWording) else {}


def _value(row: Model, field: Any) -> Any:
    value = getattr(row, field.attname)
    return str(value) if field.is_relation and value is not None else value


def counts(held: dict[str, Any]) -> list[tuple[str | Promise, int]]:
    """How many rows of each kind there are, over all courses."""
    found: Counter[str] = Counter()
    for course in held["courses"]:
        found.update({name: len(rows) for name, rows in course.items() if isinstance(rows, list)})
    return [(WORDS[name], number) for name, number in found.items() if number]


def who_opened(participant: Participant) -> list[dict[str, Any]]:
    """On which days who opened this record, by their role; the newest first."""
    course = participant.course
    events = AuditEvent.objects.filter(course_id=course.pk, did__in=("opened", "watched")).exclude(by_id=None)
    opened = events.exclude(by_id=participant.patient.user_id).order_by("-at").values_list("by_id", "at")
    roles = dict(Membership.objects.filter(service=course.service_id).values_list("user", "role"))
    days = [(timezone.localtime(at).date(), _role(course, roles, by)) for by, at in opened[:LATEST]]
    return [{"on": on, "who": ROLES.get(role, role)} for on, role in dict.fromkeys(days)]


def _role(course: Course, roles: dict[Any, str], by: Any) -> str:
    if by == course.therapist_id:
        return "treating"
    return "supervising" if by == course.supervisor_id else roles.get(by, "")
