"""The demo: enough stories, every one whole, and the same each time."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pytest
from django.apps import apps
from django.db import transaction

from clinic.access.models import Service, User
from clinic.appointments.models import Appointment
from clinic.attachment.models import Conversation, Reading
from clinic.audit.chain import faults, link
from clinic.audit.models import AuditEvent
from clinic.courses.models import Course, Session, SessionRecord, SessionsAgreement, TaskDone
from clinic.courses.progress import progress
from clinic.demo import seed
from clinic.demo.story import EndingWords, load_all
from clinic.formulation.drift import held_to_focus
from clinic.formulation.models import (
    Contract,
    Focus,
    FocusRating,
    FormulationAnswer,
    Goal,
    MidpointReview,
    ReviewAnswer,
)
from clinic.inventory.models import MoodEventLink, RememberedMood, TimelineEvent
from clinic.patients.models import Enquiry
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.safety.models import Alert
from ipt.measures import risk
from ipt.therapy import areas, manuals, techniques, workspaces

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 12)  # a Thursday
NOT_TOLD = {"id", "created_at", "password", "sealed", "mac"}  # chance, the real clock, or sealed
NOT_TOLD |= {"evidence", "pieces"}  # kept by the ids of what they are about


@dataclass(frozen=True)
class Told:
    """A demo, all its content, and the content of another one told before it."""

    service: Service
    content: list
    told_before: list


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The demo of one day, told twice, for all the tests of this file; the database stays as it was."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            seed(TODAY)
            told_before = _content()
            transaction.set_rollback(True)
        with transaction.atomic():
            yield Told(seed(TODAY), _content(), told_before)
            transaction.set_rollback(True)


def test_every_name_says_that_it_is_a_demonstration(told):
    assert "fictional" in Service.objects.get(pk=told.service.pk).name


def test_there_is_a_course_in_every_area_and_phase(told):
    courses = Course.objects.all()
    assert courses.exclude(ended_how="not recorded").count() >= 24
    assert courses.open().filter(therapist__name="Maya Osei").count() == 14
    assert set(courses.values_list("manual", flat=True)) == {"dep16", "dep12"}
    assert courses.filter(stage="prevention").exists()
    assert courses.open().filter(sessions=None).exists()
    assert set(courses.ended().values_list("ended_how", flat=True)) == {
        "completed",
        "stopped coming",
        "referred on",
        "not recorded",
    }
    phases = Counter(progress(course, course.sessions.all()).phase.id for course in courses.open())
    assert set(phases) == {"initial", "middle", "ending"}
    assert set(Focus.objects.values_list("area", flat=True)) == set(areas.ids())


def test_the_first_patient_is_rowan_with_a_questionnaire_due_today(told):
    open_now = User.objects.filter(patient__participations__course__ended_on=None, patient__isnull=False)
    first = open_now.order_by("created_at").first()
    assert first.name == "Rowan"
    due = MeasureRequest.objects.filter(participant__patient__user=first).due(TODAY)
    assert {asked.measure for asked in due} == {"phq9", "gad7"}


def test_rowans_scores_are_those_of_the_story(told):
    given = Response.objects.filter(participant__patient__name="Rowan Tate", measure="phq9")
    assert [response.total for response in given.order_by("given_at")] == [
        19, 18, 19, 17, 16, 17, 13, 12, 14, 9,
    ]  # fmt: skip


def test_a_dozen_courses_tell_of_being_close_and_three_of_eight_ways(told):
    assert Conversation.objects.values("participant").distinct().count() >= 12
    assert Reading.objects.filter(version=2).values("participant").distinct().count() >= 6
    assert not Response.objects.filter(measure="ecr_rs").exists()  # its wording is not here
    ways = Response.objects.filter(measure="ipip_ipc", missing=0)
    assert ways.values("participant").distinct().count() >= 3
    assert not TaskDone.objects.filter(
        task="relating", course__participants__attachment_conversations__isnull=False
    )


def test_three_people_come_to_maya_today(told):
    today = Appointment.objects.filter(starts_at__date=TODAY, cancelled_at=None)
    mayas = today.filter(course__therapist__name="Maya Osei")
    assert list(mayas.values_list("session_number", flat=True)) == [5, 10, 6]


def test_a_session_five_comes_today_with_nothing_in_its_way(told):
    [five] = Appointment.objects.filter(starts_at__date=TODAY, session_number=5)
    assert progress(five.course, five.course.sessions.all()).number == 5
    assert not Alert.objects.open().filter(course=five.course).exists()


def test_every_course_past_its_initial_phase_has_focus_goals_and_a_signed_contract(told):
    for course in Course.objects.all():
        initial = course.in_manual().phases[0].sessions[1]
        if course.sessions.count() < initial:
            continue
        assert course.focuses.exists() and course.formulations.exists()
        assert Goal.objects.filter(participant__course=course, ratings__isnull=False).exists()
        assert Contract.objects.get(course=course).signed_by_patient_at


def test_every_session_that_was_held_is_signed_and_has_a_record(told):
    assert not Session.objects.filter(signed_at=None).exists()
    assert SessionRecord.objects.count() == Session.objects.count()


def test_middle_sessions_link_mood_to_what_happened_between_people(told):
    for session in Session.objects.filter(attendance="attended").select_related("course"):
        phase = next(p for p in session.course.in_manual().phases if session.number <= p.sessions[1])
        if phase.id == "middle":
            assert MoodEventLink.objects.filter(session=session).exists(), session.records.first().line


def test_several_courses_were_reviewed_half_way_and_every_review_that_is_told_was_kept(told):
    kept = MidpointReview.objects.select_related("course")
    assert kept.count() == sum(story.review is not None for story in load_all()) >= 8
    assert all(review.figures["scores"] and review.figures["goals"] for review in kept)
    assert ReviewAnswer.objects.count() >= 2
    for course in Course.objects.filter(ended_on=None):
        half_way = course.sessions.filter(number=course.in_manual().midpoint_review, attendance="attended")
        if half_way.exists():
            done = TaskDone.objects.filter(course=course, task="midpoint_review")
            assert done.exists() or course.midpoint_reviews.exists()


def test_one_course_got_longer_by_agreement_and_one_proposal_waits(told):
    agreements = SessionsAgreement.objects.select_related("course")
    [longer] = [one for one in agreements if one.agreed]
    assert (longer.course.planned_sessions, longer.answered_on) == (20, "room")
    [waits] = [one for one in agreements if one.open]
    assert waits.course.planned_sessions == waits.from_sessions == 16


def test_one_course_lost_its_focus_last_time(told):
    drifting = []
    for course in Course.objects.filter(ended_on=None, focuses__isnull=False).distinct():
        if held_to_focus(course, course.sessions.all(), course.focuses.last()).drifting:
            drifting.append(str(course.participants.get().patient.name))
    assert drifting == ["Bea Lindqvist"]


def test_every_positive_safety_item_has_its_alert(told):
    positive = [
        r
        for r in Response.objects.filter(measure="phq9").exclude(answers=None)
        if risk.risk_items(r.loaded, r.answers)
    ]
    assert {alert.response_id for alert in Alert.objects.all()} == {response.pk for response in positive}
    [unseen] = Alert.objects.open().unseen()
    assert unseen.participant.patient.name == "Jonah Bell"
    [passed_on] = Alert.objects.open().exclude(to_supervisor_at=None)
    assert passed_on.seen_by.name == "Helen Marsh" and passed_on.to_lead_at is None
    assert Alert.objects.exclude(closed_at=None).count() == 3


def test_the_service_brought_enough_old_courses_in_for_its_rates(told):
    old = Course.objects.filter(ended_how="not recorded")
    assert old.count() == 32
    assert set(old.values_list("manual", flat=True)) == {"dep16", "dep12"}
    assert not Session.objects.filter(course__in=old).exists()


def test_a_course_that_was_completed_has_its_whole_ending(told):
    for course in Course.objects.filter(ended_how__in=("completed", "referred on")):
        ending = course.endings.first()
        assert all(getattr(ending, part) for part in EndingWords.__dataclass_fields__)


def test_a_week_that_fell_out_was_booked_and_cancelled(told):
    [cancelled] = Appointment.objects.filter(course__participants__patient__name="Rowan Tate").exclude(
        cancelled_at=None
    )
    assert str(cancelled.starts_at.date()) == "2026-10-15"
    [absence] = cancelled.course.absences.all()
    assert absence.on == cancelled.starts_at.date()


def test_nobody_is_booked_twice_at_once(told):
    booked = Counter(
        Appointment.objects.filter(cancelled_at=None).values_list("course__therapist", "starts_at")
    )
    assert booked.most_common(1)[0][1] == 1


def test_nothing_is_told_of_the_time_to_come(told):
    """Up to last night; only appointments and what is asked for them lie ahead."""
    assert not Session.objects.filter(signed_at__date__gte=TODAY).exists()
    assert not Response.objects.filter(given_at__date__gte=TODAY).exists()
    assert not AuditEvent.objects.filter(service_id=told.service.pk, at__date__gte=TODAY).exists()


def test_some_people_wait_and_some_were_referred_on(told):
    waiting = Counter(Enquiry.objects.exclude(state="accepted").values_list("state", flat=True))
    assert waiting == {"new": 3, "invited": 2, "referred": 1}


def test_the_audit_is_one_unbroken_chain_in_the_order_of_time(told):
    mac, at = "", None
    for event in AuditEvent.objects.filter(service_id=told.service.pk).order_by("seq"):
        assert link(mac, event) == event.mac
        assert at is None or event.at >= at
        mac, at = event.mac, event.at
    assert not [fault for fault in faults() if fault.what in ("changed", "removed")]


def test_answers_add_up_to_the_totals_the_story_has(told):
    for response in Response.objects.filter(measure="phq9").exclude(answers=None):
        assert response.total == sum(response.answers[:9])
        assert response.missing == 0


@pytest.mark.parametrize("story", load_all(), ids=lambda story: story.name)
def test_a_story_names_only_what_there_is(story):
    """Its techniques, people and areas exist, and it has a moment for every middle session held."""
    people = {person.name for person in story.people}
    named = {event.who for event in story.events} | {link.who for m in story.moments for link in m.links}
    assert named | {story.key} <= people | {None}
    assert {use for m in story.moments for use in m.uses} <= {one.id for one in techniques.load_all()}
    states = {state.id for state in areas.load(story.area).sub_states}
    assert {story.sub_state, story.moved_to} <= states | {None}
    manual = manuals.load(story.manual)
    first, last = next(phase.sessions for phase in manual.phases if phase.id == "middle")
    held = [n for n in range(first, min(last, story.next - 1) + 1) if n not in story.missed]
    assert len(story.moments) == len(held)


def test_most_stories_have_a_workspace_with_every_section_of_it_and_ratings(told):
    full = [
        course
        for course in Course.objects.all()
        if len(set(course.workspace_entries.values_list("section", flat=True))) >= 5
        and FocusRating.objects.filter(participant__course=course).exists()
    ]
    assert len(full) >= 12
    assert {entry.area for course in full for entry in course.workspace_entries.all()} == set(areas.ids())


def test_most_focuses_rest_on_the_record_and_name_what_else_was_weighed(told):
    assert Focus.objects.exclude(rivals=[]).count() > 12
    assert Focus.objects.exclude(evidence=[]).count() > Focus.objects.count() / 2


def test_moods_are_remembered_and_stories_answered(told):
    assert RememberedMood.objects.count() > 50
    assert TimelineEvent.objects.exclude(until=None).exists()
    assert TimelineEvent.objects.filter(about=True).exists()
    assert set(FormulationAnswer.objects.values_list("fits", flat=True)) == {True, False}


@pytest.mark.parametrize("story", load_all(), ids=lambda story: story.name)
def test_a_story_fills_only_sections_and_questions_that_there_are(story):
    space, people = workspaces.load(story.area), {person.name for person in story.people}
    assert {line.section for line in story.meaning.lines} <= {one.id for one in space.sections()}
    assert all(space.section(line.section).level for line in story.meaning.lines if line.level is not None)
    assert {rated.question for rated in story.meaning.ratings} <= {one.id for one in space.questions}
    assert {line.who for line in story.meaning.lines} <= people | {None}
    assert {who for earlier in story.meaning.life for who in earlier.who} <= people
    assert {rival.area for rival in story.meaning.weighed} <= set(areas.ids()) - {story.area}


def test_the_same_day_gives_the_same_demo(told):
    assert len(told.content) > 20
    assert told.content == told.told_before


def _content():
    """Everything the demo wrote, without what chance or the real clock put in."""
    return [_rows(model) for model in apps.get_models() if model.__module__.startswith("clinic.")]


def _rows(model):
    own = [field for field in model._meta.concrete_fields if field.name not in NOT_TOLD]
    return [
        tuple("" if f.is_relation or f.name.endswith("_id") else str(f.value_from_object(row)) for f in own)
        for row in model._default_manager.order_by("pk")
    ]
