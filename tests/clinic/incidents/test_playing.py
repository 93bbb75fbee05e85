"""What closes rehearsing and trying for real; other words, and a line that was tried."""

import re

import pytest

from clinic.incidents import actions
from clinic.incidents.models import Rewrite, RolePlay, TriedForReal
from clinic.safety.actions import sign_release
from clinic.safety.lock import Closed
from tests.clinic.incidents.moments import opened, told
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_private import TELLING
from tests.clinic.safety.test_views import words
from tests.conftest import NOW

RUN = {"form": "as_it_was", "confidence_before": "3"}
AGREED = {"line": "I was worried when you did not ring.", "agreed_for": "2026-11-18"}


@pytest.fixture
def account(case, sam):
    return told(case, sam)


def at(account, rest):
    course = account.incident.participant.course_id
    return f"/courses/{course}/incidents/{account.incident_id}/{rest}"


# What is closed


@pytest.mark.parametrize("answer", [None, "not_safe", "not_sure"])
def test_the_page_says_in_neutral_words_why_it_cannot_start_and_how_to_go_on(
    case, sam, account, therapist, answer
):
    if answer:
        opened(case, sam, answer)
    for rest in ("role-play/", "tried/"):
        shown = words(therapist.get(at(account, rest)))
        assert "This is closed for now" in shown
        assert f"/courses/{case.course.pk}/safety/" in shown
        assert not TELLING.search(shown)


def test_a_closed_page_reads_the_same_whatever_the_answer(case, sam, account, therapist):
    def shown():
        return re.sub(r'value="\w{64}"', "", words(therapist.get(at(account, "role-play/"))))

    never_asked = shown()
    opened(case, sam, "not_safe")
    unsafe = shown()
    opened(case, sam, "not_sure")
    assert never_asked == unsafe == shown()


@pytest.mark.parametrize("answer", [None, "not_safe", "not_sure"])
def test_the_server_refuses_too(case, sam, account, therapist, answer):
    if answer:
        opened(case, sam, answer)
    assert therapist.post(at(account, "role-play/"), RUN).status_code == 403
    assert therapist.post(at(account, "tried/"), AGREED).status_code == 403
    with pytest.raises(Closed):
        actions.begin_role_play(account=account, by=case.therapist)
    with pytest.raises(Closed):
        actions.agree_to_try(
            incident=account.incident, agreed_for=NOW.date(), line="I was worried.", by=case.therapist
        )
    assert not RolePlay.objects.exists() and not TriedForReal.objects.exists()


def test_anybody_else_who_was_there_closes_it_too(case, sam, therapist):
    opened(case, sam)
    both = told(case, sam, also_there=[add(case, "Jo", "friend")])
    with pytest.raises(Closed):
        actions.begin_role_play(account=both, by=case.therapist)


def test_a_signed_release_opens_it(case, sam, account, therapist):
    opened(case, sam, "not_sure")
    sign_release(relationship=sam, reason="Agreed with supervisor.", until=NOW.date(), by=case.therapist)
    actions.set_scene(incident=account.incident, by=case.therapist)
    assert "This is closed" not in words(therapist.get(at(account, "role-play/")))
    therapist.post(at(account, "role-play/"), RUN)
    assert RolePlay.objects.count() == 1


def test_what_happened_can_be_told_even_after_it_was_closed(case, sam, account, therapist):
    opened(case, sam)
    therapist.post(at(account, "tried/"), AGREED)
    opened(case, sam, "not_safe")
    therapist.post(at(account, "tried/told/"), {"how": "not_now", "what_happened": "He shouted."})
    assert TriedForReal.objects.first().how == "not_now"


# Other words


def test_rewritten_lines_are_kept_as_versions_and_played(case, sam, account, therapist):
    opened(case, sam)
    for n, line in enumerate(("I was worried.", "I was worried. Text me next time?")):
        therapist.post(at(account, "words/"), {"based_on": str(n), "words_1": "", "words_2": line})
    kept = Rewrite.objects.order_by("version").values_list(
        "turn_number", "version", "words", "written_by__name"
    )
    assert list(kept) == [
        (2, 1, "I was worried.", "Maya Osei"), (2, 2, "I was worried. Text me next time?", "Maya Osei"),
    ]  # fmt: skip
    run = actions.begin_role_play(account=account, form="replay", by=case.therapist)
    played = words(therapist.get(f"/courses/{case.course.pk}/incidents/role-plays/{run.pk}/"))
    assert "Text me next time?" in played and "Fine. Whatever." not in played
    shown = words(therapist.get(at(account, "")))
    assert "Fine. Whatever." in shown and "earlier:" in shown


def test_words_that_did_not_change_write_nothing(case, account, therapist):
    for n in range(2):
        therapist.post(at(account, "words/"), {"based_on": str(n), "words_2": "I was worried."})
    assert Rewrite.objects.count() == 1


def test_words_from_another_window_are_not_passed_over(case, account, therapist):
    actions.rewrite_lines(incident=account.incident, words={2: "Text me."}, by=case.therapist)
    reply = therapist.post(at(account, "words/"), {"based_on": "0", "words_2": "I was worried."})
    assert reply.status_code == 422 and "I was worried." in words(reply)
    assert Rewrite.objects.count() == 1


# Tried for real


def test_a_line_is_agreed_and_what_came_of_it_is_the_next_version(case, sam, account, therapist):
    opened(case, sam)
    reply = therapist.post(at(account, "tried/"), AGREED, follow=True)
    assert "To be tried by 18 November." in words(reply)
    reply = therapist.post(
        at(account, "tried/told/"), {"how": "partly", "what_happened": "Said half."}, follow=True
    )
    assert "Partly" in words(reply) and "To be tried by" not in words(reply)
    assert list(TriedForReal.objects.values_list("version", "how").order_by("version")) == [
        (1, ""),
        (2, "partly"),
    ]


def test_there_is_nothing_to_tell_before_something_was_agreed(case, account, therapist):
    assert therapist.get(at(account, "tried/told/")).status_code == 302
    with pytest.raises(ValueError, match="nothing was agreed"):
        actions.tell_try(incident=account.incident, how="partly", by=case.therapist)


def test_no_outcome_is_called_a_failure(case, sam, account, therapist):
    opened(case, sam)
    therapist.post(at(account, "tried/"), AGREED)
    shown = words(therapist.get(at(account, "tried/told/")))
    assert "Not this time" in shown and not re.search(r"fail|missed|streak", shown)


def test_while_it_is_closed_another_way_leads_and_the_private_page_is_one_click_away(
    case, sam, account, therapist
):
    page = words(therapist.get(at(account, "")))
    assert "Playing it is closed for now" in page and "Play it together" not in page
    closed = words(therapist.get(at(account, "role-play/")))
    assert f"/courses/{case.course.pk}/safety/people/" in closed
