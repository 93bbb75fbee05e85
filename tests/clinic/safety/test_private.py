"""The private page: what is kept, what it closes, and that nobody else ever reads it."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session
from clinic.formulation.actions import agree_contract, agree_focus
from clinic.inventory.models import Relationship
from clinic.questionnaires.actions import ask
from clinic.safety import actions, lock
from clinic.safety.models import PrivateEnquiry, Release
from ipt.relationships.fear_and_violence import Act
from tests import factories
from tests.clinic.inventory.people import add, rowans
from tests.clinic.safety.test_views import words
from tests.conftest import NOW, signed_in
from tests.factories import Case

TODAY = NOW.date()
TYPED = {
    "based_on": "0",
    "answer": "not_sure",
    "asked_on": "2026-11-12",
    "asked_alone": "yes",
    "note": "Looked away.",
}
SIGNED = {
    "on_version": "0",
    "reason": "Asked twice, alone; supervisor agrees.",
    "until": "2026-12-01",
    "signed": "on",
}
TELLING = re.compile(
    r"violen|afraid of|not_safe|not_sure|Looked away|privateenquiry|private_enquir", re.IGNORECASE
)


@pytest.fixture
def sam(case: Case) -> Relationship:
    return rowans(case)["Sam"]


def page(case: Case, rest: str = "") -> str:
    return f"/courses/{case.course.pk}/safety/people/{rest}"


def answered(sam: Relationship, case: Case, answer: str = "not_sure", alone: bool = True) -> PrivateEnquiry:
    return actions.keep_private_enquiry(
        relationship=sam,
        answer=answer,
        asked_on=TODAY,
        asked_alone=alone,
        note="Looked away.",
        by=case.therapist,
    )


def opened(case: Case, therapist: Client) -> Client:
    therapist.post(page(case, "open/"))
    return therapist


# What it closes


@pytest.mark.parametrize("act", list(Act))
def test_until_asked_and_while_unsafe_or_unsure_the_work_is_closed(sam, case, act):
    assert lock.is_closed(act, [sam])
    for answer, closed in (("safe", False), ("not_sure", True), ("not_safe", True)):
        answered(sam, case, answer)
        assert lock.is_closed(act, [sam]) is closed


def test_one_person_closes_it_for_everybody_there(case):
    people = rowans(case)
    answered(people["Sam"], case, "safe")
    assert not lock.is_closed(Act.REHEARSE, [people["Sam"]])
    with pytest.raises(lock.Closed):
        lock.insist_open(Act.REHEARSE, [people["Sam"], people["Jo"]])


def test_somebody_who_has_died_closes_nothing(case):
    assert not lock.is_closed(Act.REHEARSE, [rowans(case)["Dad"]])


def test_a_signed_release_opens_it_and_is_revoked_with_one_touch(sam, case, therapist):
    answered(sam, case)
    therapist.post(page(case, f"{sam.pk}/release/"), {**SIGNED, "on_version": "1"})
    release = Release.objects.get()
    assert (release.signed_by, release.on_version, release.until) == (case.therapist, 1, date(2026, 12, 1))
    assert not lock.is_closed(Act.TRY_FOR_REAL, [sam])
    therapist.post(page(case, f"{sam.pk}/release/{release.pk}/revoke/"))
    assert lock.is_closed(Act.TRY_FOR_REAL, [sam])
    release.refresh_from_db()
    assert (release.revoked_by, release.revoked_at) == (case.therapist, NOW)


def test_a_release_ends_with_its_day_and_with_the_next_answer(sam, case):
    actions.sign_release(relationship=sam, reason="Agreed.", until=TODAY, by=case.therapist)
    assert not lock.is_closed(Act.REHEARSE, [sam])
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert lock.is_closed(Act.REHEARSE, [sam])
    answered(sam, case)
    assert lock.is_closed(Act.REHEARSE, [sam])


@pytest.mark.parametrize("missing", ["reason", "until", "signed"])
def test_a_release_is_kept_only_with_reason_day_and_signature(sam, case, therapist, missing):
    opened(case, therapist)
    reply = therapist.post(page(case, f"{sam.pk}/release/"), {**SIGNED, missing: ""})
    assert reply.status_code == 422
    assert missing == "reason" or "Asked twice, alone" in words(reply)
    assert not Release.objects.exists()


@pytest.mark.parametrize("seen", ["0", "", "x"])
def test_nobody_signs_a_release_over_an_answer_they_have_not_seen(sam, case, therapist, seen):
    opened(case, therapist)
    answered(sam, case, "not_safe")
    reply = therapist.post(page(case, f"{sam.pk}/release/"), {**SIGNED, "on_version": seen})
    assert reply.status_code == 422 and not Release.objects.exists()
    shown = words(reply)
    assert "A newer answer was kept meanwhile" in shown and SIGNED["reason"] in shown
    assert reply.context["signing"]["on_version"].value() == 1
    assert not reply.context["signing"]["signed"].value()  # to be ticked again


@pytest.mark.parametrize(("below", "typed"), [("", TYPED), ("release/", SIGNED)])
def test_an_answer_kept_in_the_same_moment_is_not_passed_over(
    sam, case, therapist, monkeypatch, below, typed
):
    opened(case, therapist)
    act = "sign_release" if below else "keep_private_enquiry"
    real = getattr(actions, act)

    def overtaken(**given):
        monkeypatch.setattr(actions, act, real)
        answered(sam, case, "not_safe")
        return real(**given)

    monkeypatch.setattr(actions, act, overtaken)
    reply = therapist.post(page(case, f"{sam.pk}/{below}"), typed)
    assert reply.status_code == 422 and "newer answer" in words(reply)
    assert [kept.answer for kept in PrivateEnquiry.objects.all()] == ["not_safe"]
    assert not Release.objects.exists()


def test_the_action_and_the_database_refuse_a_release_without_a_reason(sam, case):
    with pytest.raises(ValueError, match="clinical reason"):
        actions.sign_release(relationship=sam, reason=" ", until=TODAY, by=case.therapist)
    actions.sign_release(relationship=sam, reason="Agreed.", until=TODAY, by=case.therapist)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(reason="")


# How it is kept


def test_an_answer_is_the_next_version_and_the_one_before_stays(sam, case, therapist):
    therapist.post(page(case, f"{sam.pk}/"), TYPED)
    therapist.post(page(case, f"{sam.pk}/"), {**TYPED, "based_on": "1", "answer": "safe", "note": ""})
    kept = PrivateEnquiry.objects.order_by("version").values_list("version", "answer", "asked_alone", "note")
    assert list(kept) == [(1, "not_sure", True, "Looked away."), (2, "safe", True, "")]


def test_a_newer_answer_from_another_window_is_not_passed_over(sam, case, therapist):
    opened(case, therapist)
    answered(sam, case)
    reply = therapist.post(page(case, f"{sam.pk}/"), {**TYPED, "answer": "safe"})
    assert reply.status_code == 422
    assert "Somebody kept a newer answer meanwhile" in words(reply)
    assert PrivateEnquiry.objects.count() == 1


@pytest.mark.parametrize("missing", ["answer", "asked_on", "asked_alone"])
def test_an_answer_needs_its_day_and_whether_they_were_alone(sam, case, therapist, missing):
    opened(case, therapist)
    reply = therapist.post(page(case, f"{sam.pk}/"), {**TYPED, missing: ""})
    assert reply.status_code == 422
    assert "Looked away." in words(reply)


def test_nobody_has_asked_on_a_day_still_to_come(sam, case, therapist):
    opened(case, therapist)
    reply = therapist.post(page(case, f"{sam.pk}/"), {**TYPED, "asked_on": "2026-11-13"})
    assert reply.status_code == 422 and not PrivateEnquiry.objects.exists()


def test_not_asked_has_no_day(sam, case, therapist):
    therapist.post(
        page(case, f"{sam.pk}/"), {"based_on": "0", "answer": "not_asked", "note": "Came with Sam."}
    )
    assert PrivateEnquiry.objects.get().asked_on is None
    with pytest.raises(ValueError, match="the day on which"):
        actions.keep_private_enquiry(relationship=sam, answer="safe", by=case.therapist)


# Who reads it, and where


def test_it_opens_with_a_plain_page_and_closes_by_itself(sam, case, therapist):
    answered(sam, case)
    for address in (page(case), page(case, f"{sam.pk}/")):
        first = words(therapist.get(address))
        assert "Only if the patient is alone and nobody else sees this screen" in first
        assert not TELLING.search(first) and "Sam" not in first
    assert "Is not sure" in words(opened(case, therapist).get(page(case)))
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        assert "Is not sure" not in words(therapist.get(page(case)))


def test_it_can_be_closed_at_once_and_is_kept_by_no_cache(sam, case, therapist):
    answered(sam, case)
    assert opened(case, therapist).get(page(case))["Cache-Control"] == "no-store"
    therapist.post(page(case, "close/"))
    assert "Is not sure" not in words(therapist.get(page(case)))


def test_opening_it_for_one_course_opens_no_other(sam, case, therapist):
    other = factories.course(of=case.service, therapist=case.therapist)
    opened(case, therapist)
    assert "Only if the patient is alone" in words(therapist.get(page(other)))


def test_the_supervisor_reads_it_and_nobody_else_does(sam, case, therapist):
    answered(sam, case)
    assert "Is not sure" in words(opened(case, signed_in(case.supervisor)).get(page(case)))
    others = [factories.member(role, case.service) for role in Role]
    assert {signed_in(who).get(page(case)).status_code for who in [*others]} == {404}
    assert signed_in(case.patient.user).get(page(case)).status_code == 403


def test_no_page_of_the_patient_holds_the_word_or_the_answer(sam, case, patient):
    agree_contract(course=case.course, sessions=16, by=case.therapist)
    answered(sam, case, "not_safe")
    actions.sign_release(relationship=sam, reason="Looked away.", until=TODAY, by=case.therapist)
    pages = {address: text(patient.get(address, follow=True)) for address in portal_pages()}
    assert "/me/my-data/download/" in pages and len(pages) > 8
    assert {address: hit[0] for address, page in pages.items() if (hit := TELLING.search(page))} == {}


def portal_pages() -> list[str]:
    """Every address of the portal, the file of everything held about the patient among them."""

    def walk(patterns: list, before: str = "") -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            yield from [route] if isinstance(pattern, URLPattern) else walk(pattern.url_patterns, route)

    routes = walk(get_resolver().url_patterns)
    return [f"/{route}" for route in routes if route.startswith("me/") and "<" not in route]


def text(reply) -> str:
    whole = b"".join(reply.streaming_content) if reply.streaming else reply.content
    return whole.decode()


def test_no_page_that_is_looked_at_together_holds_the_word_or_the_answer(sam, case, therapist):
    opened(case, therapist)
    answered(sam, case, "not_safe")
    root = f"/courses/{case.course.pk}/"
    together = (
        "", "circle/", "circle/edit/", f"circle/people/{sam.pk}/", f"circle/people/{sam.pk}/edit/",
        "circle/over-time/", "circle/drawing.svg", "timeline/", "sessions/", "formulation/",
        "formulation/focus/", "formulation/workspace/",
        "measures/", "safety/", "safety/plan/", "safety/review/", "ending/", "history/",
    )  # fmt: skip
    shown = {part: therapist.get(root + part) for part in together}
    assert {part for part, reply in shown.items() if reply.status_code not in (200, 302)} == set()
    assert {part: hit[0] for part, reply in shown.items() if (hit := TELLING.search(text(reply)))} == {}


def test_the_history_and_the_audit_name_no_answer(sam, case, therapist):
    answered(sam, case, "not_safe")
    assert "private page" not in words(therapist.get(f"/courses/{case.course.pk}/history/"))
    told = AuditEvent.objects.get(on_kind="privateenquiry")
    assert not TELLING.search(told.did + json.dumps(told.detail))


def test_what_is_done_alone_stands_in_full_where_nobody_looks_on(sam, case, therapist):
    root = f"/courses/{case.course.pk}/"
    begin_session(course=case.course, by=case.therapist)
    agree_focus(
        course=case.course, area="role_dispute", own_words="We stopped.", reason="Onset.",
        patient_says="agrees", relationship=sam, by=case.therapist,
    )  # fmt: skip
    whole = "no joint sessions and no rehearsal of confrontation"
    assert whole in words(therapist.get(root))  # folded, on the therapist's own page
    assert whole in words(opened(case, therapist).get(page(case)))
    for part in ("formulation/", "formulation/focus/", "formulation/workspace/", "circle/", "sessions/1/"):
        seen = words(therapist.get(root + part, follow=True))
        assert whole not in seen and not TELLING.search(seen)
    answered(sam, case, "safe")
    assert whole not in words(therapist.get(root))


# What follows from it


def test_the_safety_plan_suggests_nobody_who_is_feared_and_says_nothing_of_it(case, therapist):
    people = rowans(case)
    for name in ("Ada", "Sam"):
        Relationship.objects.filter(pk=people[name].pk).update(help_in_crisis=True)
    answered(people["Sam"], case, "not_safe")
    reply = therapist.get(f"/courses/{case.course.pk}/safety/plan/")
    assert reply.context["form"].initial["helpers"] == "Ada"
    assert not TELLING.search(words(reply))


def test_when_nobody_can_be_suggested_the_plan_says_so(case, therapist):
    feared = add(case, "Sam", "partner", help_in_crisis=True)
    shown = f"/courses/{case.course.pk}/safety/plan/"
    assert "Nobody from the circle is suggested" not in words(therapist.get(shown))
    answered(feared, case, "not_sure")
    assert "Nobody from the circle is suggested" in words(therapist.get(shown))


def test_in_a_dispute_the_therapist_is_reminded_in_words_that_give_nothing_away(sam, case, therapist):
    reminder, root = "One thing to do alone first", f"/courses/{case.course.pk}/"
    agree_focus(
        course=case.course, area="role_dispute", own_words="We stopped.", reason="Onset.",
        patient_says="agrees", relationship=sam, by=case.therapist,
    )  # fmt: skip
    assert reminder in words(therapist.get(root))
    for part in ("formulation/focus/", "formulation/"):
        shown = words(therapist.get(root + part))
        assert reminder in shown and not TELLING.search(shown)
    answered(sam, case, "not_safe")
    assert reminder not in words(therapist.get(root))


def test_the_page_asks_a_fixed_number_of_queries(case, therapist, django_assert_max_num_queries):
    for person in rowans(case).values():
        answered(person, case)
    opened(case, therapist)
    with django_assert_max_num_queries(18):
        therapist.get(page(case))


def test_somebody_who_has_died_since_keeps_what_was_kept_and_is_not_asked_about(case, therapist):
    dad = rowans(case)["Dad"]
    answered(dad, case)
    opened(case, therapist)
    assert "Dad" not in words(therapist.get(page(case)))
    assert "Looked away." in words(therapist.get(page(case, f"{dad.pk}/")))


def test_a_screen_handed_over_shows_none_of_it(sam, case, therapist):
    answered(sam, case)
    opened(case, therapist)
    asked = ask(participant=case.participant, measure="phq9", due_on=TODAY, by=case.therapist)
    assert therapist.post(f"/courses/{case.course.pk}/measures/{asked.pk}/hand-over/").status_code == 302
    shown = therapist.get(page(case), follow=True)
    assert not TELLING.search(words(shown))


def test_what_was_sent_after_signing_out_is_not_shown_to_the_patient_who_signs_in_next(sam, case):
    for next_one, shown in ((case.patient.user, False), (case.therapist, True)):
        browser = Client()
        browser.post(page(case, f"{sam.pk}/"), TYPED)
        browser.force_login(next_one)
        kept = browser.get("/sign-in/held/", follow=True)
        assert bool(TELLING.search(words(kept))) is shown


def test_a_mistake_after_the_ten_minutes_shows_nothing_kept_before_and_loses_nothing(sam, case, therapist):
    answered(sam, case)
    opened(case, therapist)
    late = {**TYPED, "based_on": "1", "answer": "", "note": "He was\nin the house."}
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        shut = therapist.post(page(case, f"{sam.pk}/"), late)
        assert shut.status_code == 422 and "Looked away." not in words(shut)
        assert "What you typed is not kept yet" in words(shut)
        waiting = dict(shut.context["typed"])
        assert waiting["note"] == late["note"]
        again = therapist.post(page(case, f"{sam.pk}/"), {**waiting, "open": "yes"})
        assert again.status_code == 422 and "Looked away." in words(again)
        assert again.context["form"]["note"].value() == late["note"]
        shut = therapist.post(page(case, "close/")) and therapist.post(
            page(case, f"{sam.pk}/release/"), {**SIGNED, "signed": ""}
        )
        assert "Looked away." not in words(shut) and SIGNED["reason"] in dict(shut.context["typed"]).values()
    assert PrivateEnquiry.objects.count() == 1 and not Release.objects.exists()
