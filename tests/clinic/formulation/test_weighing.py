"""The focus is weighed with what the record says, by reference, and the two of them choose."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clinic.formulation.models import Focus
from clinic.formulation.weighing import distance
from clinic.inventory.actions import revise_person
from clinic.inventory.timeline import actions as timeline
from clinic.questionnaires import scores
from clinic.questionnaires.models import Response
from ipt.measures import library
from tests.clinic.inventory.people import draw, rowans
from tests.factories import Case

FOCUS = {
    "based_on": "0",
    "area": "grief",
    "state_grief": "delayed",
    "own_words": "I never said goodbye.",
    "reason": "It began after the anniversary.",
    "patient_says": "not yet",
    "patient_word": "I would rather talk about Sam.",
    "rival_role_dispute": "It followed the low mood.",
    "rival_grief": "is the one chosen",
}


def url(case: Case, below: str = "focus/") -> str:
    return f"/courses/{case.course.pk}/formulation/{below}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def card(text: str, area: str) -> str:
    """What is said of one area."""
    start = text.index(f'id="weigh-{area}"')
    return " ".join(re.sub(r"<[^>]+>", " ", text[start : text.index("</section>", start)]).split())


@pytest.fixture
def told(case: Case) -> Case:
    """Rowan's circle and life: Dad died three months before the onset, Sam and Rowan do not speak."""
    people = rowans(case)
    revise_person(relationship=people["Sam"], conflict="silent", by=case.therapist)
    draw(case, dict.fromkeys(people.values(), 2), date(2026, 11, 12))
    about: dict[str, Any] = {"participant": case.participant, "by": case.therapist}
    timeline.add_event(**about, what="Dad's death", on=date(2026, 5, 16), kind="loss", people=[people["Dad"]])
    timeline.add_event(**about, what="Low mood began", on=date(2026, 8, 1), precision="month", kind="onset")
    return case


def score(case: Case, measure: str, total: float) -> Response:
    loaded = library.load(measure)
    return Response.objects.create(
        service=case.service,
        participant=case.participant,
        measure=measure,
        measure_version=loaded.version,
        given_at=timezone.now(),
        way="import",
        **scores.of_total(loaded, total),
    )


def test_a_death_near_the_onset_is_said_with_its_distance_and_leads_to_the_timeline(
    told: Case, therapist: Client
) -> None:
    text = therapist.get(url(told)).content.decode()
    assert "Dad&#x27;s death, 16 May 2026, lies 3 months before the mood went down." in text
    event = told.participant.timeline.get(kind="loss")
    assert f'href="/courses/{told.course.pk}/timeline/#event-{event.pk}"' in text


def test_a_silent_conflict_of_the_newest_circle_is_said_under_disputes(told: Case, therapist: Client) -> None:
    text = therapist.get(url(told)).content.decode()
    assert "Sam: a silent conflict, in the newest circle." in card(text, "role_dispute")
    assert "Sam" not in card(text, "grief")


def test_the_areas_keep_their_order_and_nothing_is_counted_or_advised(told: Case, therapist: Client) -> None:
    text = therapist.get(url(told)).content.decode()
    shown = re.findall(r'id="weigh-(\w+)"', text)
    assert shown == ["grief", "role_dispute", "role_transition", "interpersonal_sensitivities"]
    assert not re.search(r'name="area"[^>]*checked', text)
    seen = words(therapist.get(url(told)))
    for advice in ("suggest", "recommend", "best fit", "score of the area", "%"):
        assert advice not in seen.lower()


def test_limits_name_their_source_and_whether_they_are_validated(told: Case, therapist: Client) -> None:
    score(told, "lsns6", 9)
    seen = words(therapist.get(url(told)))
    assert "LSNS-6 is 9" in seen and "LSNS-6, limit 12: Lubben et al. (2006)." in seen
    assert (
        "Near means at most 3 months before the onset, or as it began: chosen for Kith. Not validated."
        in seen
    )


def test_with_nothing_recorded_that_is_what_is_said(case: Case, therapist: Client) -> None:
    seen = words(therapist.get(url(case)))
    assert "Nothing in the record, for or against." in seen
    assert "When the low mood began is not on the timeline yet" in seen


def test_ticked_reasons_and_rivals_are_kept_with_the_version(told: Case, therapist: Client) -> None:
    event = told.participant.timeline.get(kind="loss")
    key = f"grief:for:death_near:event:{event.pk}"
    seen = words(
        therapist.post(url(told), {**FOCUS, "evidence": [key, "grief:for:made_up:event:x"]}, follow=True)
    )
    kept = Focus.objects.get()
    assert kept.evidence == [
        {"key": key, "words": "Dad's death, 16 May 2026, lies 3 months before the mood went down."}
    ]
    assert kept.rivals == [{"area": "role_dispute", "why_not": "It followed the low mood."}]
    assert (kept.patient_says, kept.patient_word) == ("not yet", "I would rather talk about Sam.")
    assert "Role dispute : It followed the low mood." in seen
    assert "Does Rowan agree? Not yet: “I would rather talk about Sam.”" in seen


def test_a_reason_stays_readable_when_the_event_is_corrected(told: Case, therapist: Client) -> None:
    event = told.participant.timeline.get(kind="loss")
    key = f"grief:for:death_near:event:{event.pk}"
    therapist.post(url(told), {**FOCUS, "evidence": [key]})
    timeline.revise_event(event=event, what="Dad died", on=date(2020, 1, 1), by=told.therapist)
    assert "lies 3 months before the mood went down" in words(therapist.get(url(told, "")))


def test_the_ticks_and_words_come_back_with_a_mistake(told: Case, therapist: Client) -> None:
    event = told.participant.timeline.get(kind="loss")
    key = f"grief:for:death_near:event:{event.pk}"
    answer = therapist.post(url(told), {**FOCUS, "evidence": [key], "reason": ""})
    text = answer.content.decode()
    assert answer.status_code == 422 and "It followed the low mood." in text
    assert re.search(rf'value="{key}"[^>]*checked', text)


def test_only_the_chosen_areas_stages_are_asked_where_the_browser_can_hide(
    case: Case, therapist: Client
) -> None:
    text = therapist.get(url(case)).content.decode()
    for area in ("grief", "role_dispute", "role_transition", "interpersonal_sensitivities"):
        assert f'class="state-of-{area}"' in text and f'name="state_{area}"' in text


@pytest.mark.parametrize("below", ["focus/", "contract/", ""])
def test_better_evidence_for_prolonged_grief_is_told_before_the_contract(
    told: Case, therapist: Client, below: str
) -> None:
    assert "another therapy has better evidence" not in words(therapist.get(url(told, below)))
    score(told, "pg13r", 34)
    seen = words(therapist.get(url(told, below)))
    assert "PG-13-R is 34; from 30 on, prolonged grief is likely." in seen
    assert "6 months have passed since the death, as ICD-11 asks." in seen
    assert "51 % with grief therapy, 28 % with IPT" in seen


def test_a_score_of_29_calls_for_no_note(told: Case, therapist: Client) -> None:
    score(told, "pg13r", 29)
    assert "better evidence" not in words(therapist.get(url(told, "contract/")))


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, "around when the mood went down"),
        (1, "1 month before the mood went down"),
        (-2, "2 months after the mood went down"),
        (60, "5 years before the mood went down"),
    ],
)
def test_the_distance_is_said_in_months_and_then_in_years(months: int, said: str) -> None:
    assert distance(months) == said


def test_the_page_needs_few_queries_however_much_is_recorded(
    told: Case, therapist: Client, django_assert_max_num_queries: Any
) -> None:
    therapist.get(url(told))
    with django_assert_max_num_queries(21):
        therapist.get(url(told))
    for n in range(5):
        timeline.add_event(
            participant=told.participant, what=f"Row {n}", on=date(2026, 7, 1), kind="dispute",
            people=told.participant.relationships.all(), by=told.therapist,
        )  # fmt: skip
    with django_assert_max_num_queries(21):
        therapist.get(url(told))
