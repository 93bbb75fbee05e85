"""The plane, the conversation and the placements are seen, written, compared, and never lost."""

import re
from typing import Any

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.attachment import actions
from clinic.attachment.models import Conversation, Reading
from clinic.courses.actions import begin_session, sign_session
from clinic.questionnaires.actions import ask, enter_for_patient, submit
from clinic.questionnaires.conflicts import CannotAsk
from clinic.questionnaires.models import Response
from clinic.questionnaires.scores import followed
from clinic.reports.queries import courses
from tests import factories
from tests.clinic.attachment.conftest import People
from tests.clinic.questionnaires.ecr_rs import FIVE_AND_SIX
from tests.conftest import NOW, signed_in
from tests.factories import Case

MARY = {"based_on": "0", "anxiety": "5.5", "avoidance": "3", "why": "Counts the minutes."}


def url(case: Case, below: str = "") -> str:
    return f"/courses/{case.course.pk}/attachment/{below}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def place(case: Case, anxiety: float, avoidance: float, **more: Any) -> Reading:
    return actions.place(
        participant=case.participant, anxiety=anxiety, avoidance=avoidance, by=case.therapist, **more
    )


def answered(case: Case, about: Any = None, **changed: float | None) -> Response:
    asked = ask(
        participant=case.participant, measure="ecr_rs", due_on=NOW.date(), about=about, by=case.therapist
    )
    return submit(asked=asked, answers={**FIVE_AND_SIX, **changed}, by=case.patient.user)


def test_an_empty_plane_offers_one_way_to_begin_and_says_what_cannot_be_asked(
    case: Case, therapist: Client
) -> None:
    seen = words(therapist.get(url(case)))
    assert "Nothing is placed yet" in seen and "Begin the conversation" in seen
    assert f"With {case.therapist.name}" not in seen  # to the therapist's own eyes
    assert "The wording of ECR-RS may not travel with a program" in seen


def test_the_conversation_is_kept_and_leads_to_the_placement(case: Case, therapist: Client) -> None:
    said = {"based_on": "0", "early": "Mum, mostly.", "place": "1"}
    answer = therapist.post(url(case, "conversation/"), said)
    assert answer.status_code == 302 and answer["Location"] == url(case, "place/")
    assert "Mum, mostly." in words(therapist.get(url(case)))
    assert Conversation.objects.get().notes == {"early": "Mum, mostly."}


def test_a_conversation_without_a_word_is_refused_and_says_so(case: Case, therapist: Client) -> None:
    answer = therapist.post(url(case, "conversation/"), {"based_on": "0", "early": " "})
    assert answer.status_code == 422 and "A line to one of the questions is enough" in words(answer)
    assert not Conversation.objects.exists()


def test_a_second_window_loses_nothing(case: Case, therapist: Client) -> None:
    therapist.post(url(case, "conversation/"), {"based_on": "0", "early": "First window."})
    answer = therapist.post(url(case, "conversation/"), {"based_on": "0", "early": "Second window."})
    assert answer.status_code == 422 and "saved a newer version while this page was open" in words(answer)
    assert "Second window." in answer.content.decode() and "First window." in words(answer)
    again = {"based_on": "1", "early": "Second window."}
    assert therapist.post(url(case, "conversation/"), again).status_code == 302
    assert Conversation.objects.count() == 2


def test_a_placement_is_the_therapists_own_reading_wherever_it_shows(case: Case, therapist: Client) -> None:
    assert "It is not a score" in words(therapist.get(url(case, "place/")))
    seen = words(therapist.post(url(case, "place/"), MARY, follow=True))
    assert "In general: leans to worry about being left, and a little to closeness." in seen
    assert "Maya Osei’s own reading, not a score." in seen
    assert "Maya Osei’s own reading, not a score, 12 November" in seen
    assert "worry 5.5, distance 3.0" in seen and "Counts the minutes." in seen


@pytest.mark.parametrize(
    ("anxiety", "wrong"), [("8", "At most 7"), ("", "Please fill this in."), ("x", "number")]
)
def test_a_number_off_the_plane_comes_back_with_what_was_typed(
    case: Case, therapist: Client, anxiety: str, wrong: str
) -> None:
    answer = therapist.post(url(case, "place/"), {**MARY, "anxiety": anxiety})
    assert answer.status_code == 422 and wrong in words(answer)
    assert "Counts the minutes." in answer.content.decode() and not Reading.objects.exists()


def test_first_and_last_are_compared_in_words_and_by_an_arrow(
    case: Case, therapist: Client, people: People
) -> None:
    place(case, 5.5, 4.6, relationship=people["Sam"])
    place(case, 4, 4.6, relationship=people["Sam"])
    answer = therapist.get(url(case))
    assert "Less worry (5.5, now 4.0), the same distance" in words(answer)
    assert 'class="way"' in answer.content.decode()


def test_the_plane_stands_by_the_form_with_the_placement_before(case: Case, therapist: Client) -> None:
    first = therapist.get(url(case, "place/")).content.decode()
    assert 'data-placing="42.0 308.0 328.0 22.0"' in first and "mark-reading" not in first
    place(case, 7, 1)
    again = therapist.get(url(case, "place/")).content.decode()
    assert 'class="mark-reading" transform="translate(42.0 22.0)"' in again and ">before</text>" in again


def test_near_the_middle_no_region_is_named(case: Case, therapist: Client) -> None:
    place(case, 4.2, 3.8)
    seen = words(therapist.get(url(case)))
    assert "In general: in the middle." in seen and "People in general In the middle." in seen


def test_hints_are_there_to_discuss_and_gate_nothing(case: Case, therapist: Client) -> None:
    place(case, 6, 6)
    seen = words(therapist.get(url(case)))
    for hint in (
        "Something to discuss",
        "Steady limits",
        "A slower pace",
        "Be predictable",
        "decides nothing",
    ):
        assert hint in seen
    for style in ("preoccupied", "dismissing", "fearful"):
        assert style not in seen.lower()


def test_the_ordinary_stance_is_told_only_where_nothing_else_is(
    case: Case, therapist: Client, ecr_rs: None
) -> None:
    place(case, 4, 4)
    assert "Work as usual" in words(therapist.get(url(case)))
    answered(case)
    seen = words(therapist.get(url(case)))
    assert "Work as usual" not in seen and "Where both are high" in seen


def test_answers_about_one_person_and_in_general_stand_beside_the_reading(
    case: Case, therapist: Client, people: People, ecr_rs: None
) -> None:
    answered(case)
    answered(case, about=people["Ada"])
    answered(case, about=people["Sam"], **{"ecrrs-7": 3.0, "ecrrs-8": 3.0})
    place(case, 5, 2)
    seen = words(therapist.get(url(case)))
    assert "worry 5.0, distance 5.83" in seen
    assert "Answered, ECR-RS, 12 November" in seen
    assert "Mean of the answers about 2 people" in seen and "worry 4.17, distance 5.83" in seen
    assert "As the patient answered ECR-RS." in seen
    assert seen.index("Answered, ECR-RS") < seen.index("own reading, not a score, 12 November")


def test_a_blank_places_nothing_and_is_told(case: Case, therapist: Client, ecr_rs: None) -> None:
    answered(case, **{"ecrrs-8": None})
    seen = words(therapist.get(url(case)))
    assert "not placed, because something was left blank" in seen and "Nothing is placed yet" in seen


def test_with_names_hidden_no_name_is_on_the_page(case: Case, therapist: Client, people: People) -> None:
    actions.keep_conversation(participant=case.participant, notes={"now": "Sam is away."}, by=case.therapist)
    place(case, 5, 2, relationship=people["Sam"], why="Sam rings late.")
    text = therapist.get(url(case), {"names": "hidden"}).content.decode()
    assert not re.search(r"\b(Ada|Sam|Jo)\b", text)
    assert "Show names" in text


def test_asking_from_the_plane_asks_about_that_person(
    case: Case, therapist: Client, people: People, ecr_rs: None
) -> None:
    page = therapist.get(url(case)).content.decode()
    assert f'<option value="{people["Ada"].pk}">Ada</option>' in page
    form = {"measure": "ecr_rs", "due_on": "2026-11-12", "about": str(people["Ada"].pk)}
    therapist.post(f"/courses/{case.course.pk}/measures/ask/", form)
    assert "ECR-RS waits for answers: Ada." in words(therapist.get(url(case)))


def test_the_circle_and_the_formulation_lead_here_and_the_circles_tab_is_marked(
    case: Case, therapist: Client
) -> None:
    for page in ("circle/", "formulation/"):
        assert url(case) in therapist.get(f"/courses/{case.course.pk}/{page}").content.decode()
    tab = f'<a href="/courses/{case.course.pk}/circle/" aria-current="page">'
    for page in ("", "conversation/", "place/", "circumplex/"):
        assert tab in therapist.get(url(case, page)).content.decode()


def test_when_the_ending_opens_the_page_asks_for_another_look(case: Case, therapist: Client) -> None:
    for _number in range(case.course.in_manual().ending_opens - 1):
        _hold(case)
    place(case, 5, 2, session_number=3)
    assert "The ending has begun." in words(therapist.get(url(case)))
    place(case, 4, 2, session_number=13)
    assert "The ending has begun." not in words(therapist.get(url(case)))


def _hold(case: Case) -> None:
    session = begin_session(course=case.course, by=case.therapist)
    sign_session(session=session, line="Held.", risk_status="none reported", by=case.therapist)


def test_a_supervisor_reads_and_does_not_write(case: Case, people: People) -> None:
    place(case, 5, 2)
    supervisor = signed_in(case.supervisor)
    seen = words(supervisor.get(url(case)))
    assert "own reading, not a score" in seen and "Place it again" not in seen
    for below in ("conversation/", "place/", f"place/{people['Sam'].pk}/"):
        assert supervisor.get(url(case, below)).status_code == 403
        assert supervisor.post(url(case, below), MARY).status_code == 403


def test_nothing_of_the_placements_reaches_the_patient(case: Case, patient: Client, people: People) -> None:
    place(case, 6.37, 2, why="Counts the minutes.")
    assert patient.get(url(case)).status_code in (403, 404)
    for page in ("/me/", "/me/my-data/", "/me/my-data/download/", "/me/measures/"):
        told = patient.get(page).content.decode()
        assert "Counts the minutes" not in told and "6.37" not in told and "attachment" not in told.lower()


def test_the_plane_takes_a_fixed_number_of_queries(
    case: Case, therapist: Client, people: People, ecr_rs: None, django_assert_max_num_queries: Any
) -> None:
    place(case, 5, 2)
    therapist.get(url(case))
    with django_assert_max_num_queries(18):
        therapist.get(url(case))
    for one in people.values():
        place(case, 3, 3, relationship=one)
        place(case, 2, 3, relationship=one)
        answered(case, about=one)
        enter_for_patient(
            participant=case.participant,
            measure="ecr_rs",
            answers=FIVE_AND_SIX,
            given_at=NOW,
            way="paper",
            about=one,
            by=case.therapist,
        )
    with django_assert_max_num_queries(18):
        therapist.get(url(case))


def test_without_the_wording_nobody_is_asked_about(case: Case, people: People) -> None:
    with pytest.raises(CannotAsk, match="wording of ECR-RS is not here"):
        answered(case, about=people["Ada"])


def test_a_colleague_finds_nothing(case: Case) -> None:
    colleague = signed_in(factories.member(Role.THERAPIST, case.service))
    assert colleague.get(url(case)).status_code == 404


def test_answers_about_people_stand_for_no_course(case: Case, people: People, ecr_rs: None) -> None:
    """Neither on the course page, as what the course is followed by, nor in the service's figures."""
    given = [answered(case), *(answered(case, about=one) for one in people.values())]
    assert followed(given) == "phq9"
    assert courses(case.service).score.tolist() == [pytest.approx(35 / 6)]
