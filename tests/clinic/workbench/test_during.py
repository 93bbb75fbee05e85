"""While a session goes on: a link in two taps, how techniques are done, the question before closing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clinic.access.roles import Role
from clinic.courses import actions
from clinic.courses.models import Session
from clinic.formulation.actions import agree_focus
from clinic.incidents.actions import tell_incident
from clinic.inventory.actions import link_mood_to_event
from clinic.inventory.models import MoodEventLink, Relationship
from ipt.therapy import techniques
from tests import factories
from tests.clinic.inventory.people import rowans
from tests.conftest import signed_in
from tests.factories import Case

HTMX = {"HX-Request": "true"}


@pytest.fixture
def people(case: Case) -> dict[str, Relationship]:
    return rowans(case)


def begin(case: Case, number: int) -> Session:
    """Begin this session; those before it are signed."""
    for _before in range(1, number):
        held = actions.begin_session(course=case.course, by=case.therapist)
        actions.sign_session(session=held, line="We met.", by=case.therapist)
    return actions.begin_session(course=case.course, by=case.therapist)


def page(session: Session) -> str:
    return f"/courses/{session.course_id}/sessions/{session.number}/"


def focus_on(case: Case, person: Relationship | None = None) -> None:
    agree_focus(
        course=case.course, area="role_dispute", own_words="We went quiet.", reason="The move.",
        patient_says="agrees", relationship=person, session_number=4, by=case.therapist,
    )  # fmt: skip


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_two_taps_make_a_link_and_the_person_of_the_focus_makes_it_fit(case, people, therapist):
    focus_on(case, people["Sam"])
    session = begin(case, 5)
    seen = text(therapist.get(page(session)))
    assert seen.index("Sam</span>") < seen.index("Mood went")
    sent = {"relationship": people["Sam"].pk, "direction": "down"}
    part = text(therapist.post(page(session) + "link/", sent, headers=HTMX))
    assert part.startswith('<section id="mood-event-links"')
    link = MoodEventLink.objects.get()
    assert (link.relationship, link.direction, link.what, link.fits_focus) == (
        people["Sam"],
        "down",
        "",
        True,
    )


def test_somebody_else_does_not_make_it_fit(case, people, therapist):
    focus_on(case, people["Sam"])
    session = begin(case, 5)
    therapist.post(page(session) + "link/", {"relationship": people["Ada"].pk, "direction": "up"})
    assert MoodEventLink.objects.get().fits_focus is False


@pytest.mark.parametrize("sent", [{"direction": "down"}, {"direction": "sideways"}, {}])
def test_without_both_taps_nothing_is_kept_and_it_is_said(case, people, therapist, sent):
    session = begin(case, 1)
    part = therapist.post(page(session) + "link/", sent, headers=HTMX)
    assert part.status_code == 422 and "Choose who it was with first" in text(part)
    assert "Choose who it was with" in text(therapist.post(page(session) + "link/", sent, follow=True))
    assert not MoodEventLink.objects.exists()


def test_a_person_of_another_course_cannot_be_linked(case, therapist):
    other = rowans(factories.course(of=case.service, therapist=case.therapist))["Sam"]
    session = begin(case, 1)
    sent = {"relationship": other.pk, "direction": "down"}
    assert therapist.post(page(session) + "link/", sent, headers=HTMX).status_code == 422
    assert not MoodEventLink.objects.exists()


def test_the_people_in_play_are_those_of_the_latest_links_and_incidents(case, people, therapist):
    session = begin(case, 2)
    link_mood_to_event(
        session=session, relationship=people["Ada"], what="rang", direction="up", by=case.therapist
    )
    tell_incident(
        participant=case.participant, relationship=people["Sam"], on=timezone.localdate(),
        turns=[{"speaker": "patient", "said": "Fine."}], session_number=2, by=case.therapist,
    )  # fmt: skip
    seen = text(therapist.get(page(session)))
    quick = seen[seen.index('id="quick-link"') : seen.index('id="mood-event-links"')]
    names = re.findall(r"<span>(\w+)</span>", quick)
    assert names[:2] == ["Ada", "Sam"] and len(names) == len(set(names)) <= 6


def test_each_of_ipts_own_techniques_says_how_it_is_done_in_place(case, therapist):
    seen = text(therapist.get(page(begin(case, 1))))
    for one in techniques.core():
        assert f'id="how-{one.id}"' in seen
        assert one.steps[0].replace("'", "&#x27;") in seen
    for one in techniques.adjunct():
        assert f'id="how-{one.id}"' not in seen
    assert 'id="technique-place"' in seen


def test_a_technique_with_a_room_of_its_own_leads_there_with_the_session(case, people, therapist):
    session = begin(case, 3)
    seen = text(therapist.get(page(session)))
    root = f"/courses/{case.course.pk}/incidents/"
    for path in ("new/?session=3", "decisions/new/?session=3", "?session=3"):
        assert f'href="{root}{path}"' in seen
    account = tell_incident(
        participant=case.participant, relationship=people["Sam"], on=timezone.localdate(),
        turns=[{"speaker": "patient", "said": "Fine."}], new_line="I was worried.", session_number=3,
        by=case.therapist,
    )  # fmt: skip
    seen = text(therapist.get(page(session)))
    assert f'href="{root}{account.incident_id}/role-play/?session=3"' in seen
    assert "“Fine.”" in seen and "I was worried." in seen


def test_a_decision_weighed_in_the_session_leads_back_to_it(case, therapist):
    begin(case, 1)
    path = f"/courses/{case.course.pk}/incidents/decisions/new/?session=1"
    assert "Session 1" in text(therapist.get(path))
    sent = {"based_on": "0", "question": "Ring her?", "lines": "2", "option_1": "Ring"}
    kept = therapist.post(path, sent)
    assert kept.status_code == 302, text(kept)
    assert kept.url.endswith("?session=1")
    assert f'href="/courses/{case.course.pk}/sessions/1/"' in text(therapist.get(kept.url))


def closing(seen: str) -> str:
    """How the question before closing is shown: not at all, hidden until its time, or open."""
    if 'id="closing-question"' not in seen:
        return "not asked"
    tag = seen[seen.index('id="closing-question"') :].split(">")[0]
    return "hidden" if " hidden" in tag else "shown"


@pytest.mark.parametrize(("minutes", "shown"), [(10, "hidden"), (44, "shown")])
def test_before_closing_a_middle_session_is_asked_about_the_focus(case, therapist, minutes, shown):
    focus_on(case)
    session = begin(case, 5)
    Session.objects.filter(pk=session.pk).update(began_at=timezone.now() - timedelta(minutes=minutes))
    seen = text(therapist.get(page(session)))
    assert closing(seen) == shown
    assert "Kith’s suggestion" in seen


def test_no_other_session_is_asked(case, therapist):
    focus_on(case)
    assert closing(text(therapist.get(page(begin(case, 3))))) == "not asked"


def test_without_a_focus_nothing_is_asked(case, therapist):
    assert closing(text(therapist.get(page(begin(case, 5))))) == "not asked"


def test_a_session_without_a_tied_link_is_signed_all_the_same_and_says_so_with_counts(case, therapist):
    focus_on(case)
    session = begin(case, 6)
    sent = {"attendance": "attended", "mode": "room", "line": "We met."}
    assert therapist.post(page(session) + "sign/", sent).status_code == 302
    assert "No link of this session is tied to the focus." in text(therapist.get(page(session)))
    course = text(therapist.get(f"/courses/{case.course.pk}/"))
    assert "0 of 2 middle sessions hold a link tied to the focus." in course
    assert "Sessions 5, 6 hold none." in course


def test_a_session_with_a_tied_link_says_nothing_of_it(case, therapist):
    focus_on(case)
    session = begin(case, 5)
    link_mood_to_event(session=session, what="rang", direction="up", fits_focus=True, by=case.therapist)
    actions.sign_session(session=session, line="We met.", by=case.therapist)
    assert "is tied to the focus" not in text(therapist.get(page(session)))
    assert "1 of 1 middle session holds" in text(therapist.get(f"/courses/{case.course.pk}/"))


def test_once_all_sessions_are_used_more_are_agreed_first(case, therapist):
    one = actions.propose_sessions(course=case.course, to_sessions=1, why="A start.", by=case.therapist)
    overview = f"/courses/{case.course.pk}/"
    assert "1 instead of 16: proposed, not answered yet" in text(therapist.get(overview))
    actions.agree_to_sessions(agreement=one, by=case.patient.user, on="phone")
    actions.sign_session(session=begin(case, 1), line="We met.", by=case.therapist)
    seen = text(therapist.get(overview))
    assert "Begin session" not in seen and "Agree on more sessions" in seen


def test_a_supervisor_makes_no_link(case, people, therapist):
    session = begin(case, 1)
    sent = {"relationship": people["Sam"].pk, "direction": "down"}
    assert signed_in(case.supervisor).post(page(session) + "link/", sent).status_code == 403
    stranger = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert stranger.post(page(session) + "link/", sent).status_code == 404


def test_the_keys_are_listed_and_can_be_turned_off(case, therapist: Client):
    seen = text(therapist.get(page(begin(case, 1))))
    assert "Hold Alt and Shift" in seen and 'id="keys-on"' in seen
    for goes in re.findall(r'data-goes="([^"]+)"', seen):
        names = [one.strip().split(" ")[0].lstrip("#.") for one in goes.split(",")]
        assert any(name in seen for name in names), goes
