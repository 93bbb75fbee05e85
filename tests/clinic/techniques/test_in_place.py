"""From the page of a session: what can be begun there, and what is said where it cannot."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic.techniques import actions
from ipt.therapy import techniques
from tests.clinic.techniques.asking import at, of, page
from tests.clinic.techniques.running import IMAGERY, begun, in_session, made_ready
from tests.clinic.techniques.test_imagery_pages import refuse_by_consent
from tests.clinic.techniques.test_standing import agreed
from tests.conftest import NOW, signed_in
from tests.factories import Case


def test_whatever_is_begun_from_a_session_belongs_to_it(case: Case, therapist: Client) -> None:
    session = in_session(case)
    for technique in techniques.adjunct():
        agreed(case, technique.id)
    seen = page(therapist, f"/courses/{case.course.pk}/sessions/{session.number}/")
    panel = seen[seen.index('class="in-place"') :].split("</ul>\n")[0]
    begun = re.findall(r'href="(/courses/[^"]+)" aria-label="Begin', panel)
    begun += re.findall(r'href="(/courses/[^"]+/exercises/[^"]+)"', panel)
    assert any("/incidents/" in one for one in begun)
    assert [one for one in begun if not one.endswith(f"?session={session.number}")] == []


def test_what_is_off_in_the_course_leads_to_where_it_can_be_opened(case: Case, therapist: Client) -> None:
    session = in_session(case)
    for technique in techniques.adjunct():
        agreed(case, technique.id)
    seen = page(therapist, f"/courses/{case.course.pk}/sessions/{session.number}/")
    assert f'href="{at(case)}#{IMAGERY.id}"' in seen
    assert f'id="{IMAGERY.id}"' in page(therapist, at(case))


def test_consent_that_was_declined_is_heard_again_where_the_refusal_is_met(
    case: Case, therapist: Client
) -> None:
    session = in_session(case)
    made_ready(case)
    refuse_by_consent(case)
    met = page(therapist, at(case, f"imagery/?session={session.number}"))
    assert 'name="patient_agrees"' in met and IMAGERY.consent in met
    heard = {"technique": IMAGERY.id, "patient_agrees": "yes", "said": "Today I want to."}
    onward = therapist.post(at(case, "consent/"), heard | {"onward": "imagery"}).url
    assert 'name="stop_word"' in page(therapist, onward)


def test_on_the_page_of_the_session_it_leads_back_there(case: Case, therapist: Client) -> None:
    session = in_session(case)
    refuse_by_consent(case)
    here = f"/courses/{case.course.pk}/sessions/{session.number}/"
    seen = page(therapist, here)
    assert f'name="technique" value="{IMAGERY.id}"' in seen and "Hear it again" in seen
    heard = {"technique": IMAGERY.id, "patient_agrees": "yes", "onward": "session"}
    assert therapist.post(at(case, "consent/"), heard).url == f"{here}#begin-{IMAGERY.id}"
    assert f'id="begin-{IMAGERY.id}"' in seen  # a browser opens what it is folded into
    assert (
        therapist.post(at(case, "consent/"), {"technique": IMAGERY.id, "onward": "session"}).status_code
        == 422
    )


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 seconds"), (20, "20 seconds"), (61, "1 minute")])
def test_a_short_use_is_as_long_on_every_page(
    case: Case, therapist: Client, seconds: int, words: str
) -> None:
    session = in_session(case)
    use, _new = actions.record_use(
        participant=case.participant, session=session, technique="bodily_work", exercise="graded_activity",
        began_at=timezone.now(), seconds=seconds, by=case.therapist,
    )  # fmt: skip
    assert f"<small>{words}</small>" in page(therapist, at(case, "uses/"))
    assert words in page(therapist, at(case, f"uses/{use.pk}/"))
    agreed(case, "bodily_work")
    exercise = page(therapist, at(case, f"exercises/graded_activity/?session={session.number}"))
    assert f"Today: {words}" in exercise


def test_every_page_of_an_adjunct_leads_back_with_the_minutes_left(case: Case, therapist: Client) -> None:
    run = begun(case, in_session(case, minutes=27))
    pages = [of(run), at(case, "exercises/grounding/?session=6"), at(case)]
    for path in pages:
        seen = page(therapist, path)
        assert f'href="/courses/{case.course.pk}/sessions/6/"' in seen
        assert "Back to session 6" in seen and "23 minutes left" in seen
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        assert "the agreed time is over" in page(signed_in(case.therapist), of(run))
    with time_machine.travel(NOW + timedelta(hours=9), tick=False):
        over = page(signed_in(case.therapist), of(run))
        assert "Back to session 6" in over and "agreed time" not in over
    alone = signed_in(case.patient.user).get("/me/practice/exercises/").content.decode()
    assert "minutes left" not in alone and "Back to session" not in alone
