"""The workspace keeps every line with its author; ratings are the patient's, over the sessions."""

import re
from typing import Any

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.courses.actions import begin_session
from clinic.formulation import actions
from clinic.formulation.models import FocusRating, WorkspaceEntry
from ipt.therapy import workspaces
from tests import factories
from tests.clinic.inventory.people import add
from tests.conftest import signed_in
from tests.factories import Case

DISPUTE = {
    "area": "role_dispute",
    "own_words": "We stopped talking about the move.",
    "reason": "It began in the weeks after the move.",
    "patient_says": "agrees",
}


def url(case: Case, below: str = "", **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/courses/{case.course.pk}/formulation/workspace/{below}{'?' + query if query else ''}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def disputed(case: Case) -> Case:
    actions.agree_focus(course=case.course, by=case.therapist, **DISPUTE)
    return case


def line(case: Case, text: str = "Come home when you said", **more: Any) -> WorkspaceEntry:
    given = {"area": "role_dispute", "section": "mine", **more}
    return actions.add_entry(course=case.course, text=text, by=case.therapist, **given)


def test_without_a_focus_the_page_says_what_comes_first(case: Case, therapist: Client) -> None:
    seen = words(therapist.get(url(case)))
    assert "The workspace opens with the focus" in seen and "Choose a focus" in seen
    assert therapist.post(url(case, "add/", section="mine"), {"mine-text": "x"}).status_code == 404
    assert therapist.post(url(case, "rate/"), {"met": "3"}).status_code == 404


@pytest.mark.parametrize("area", [one.area for one in workspaces.guide().workspaces])
def test_every_area_shows_its_own_sections(case: Case, therapist: Client, area: str) -> None:
    actions.agree_focus(course=case.course, by=case.therapist, **{**DISPUTE, "area": area})
    seen = words(therapist.get(url(case)))
    assert all(section.title in seen for section in workspaces.load(area).sections())
    assert all(question.title in seen for question in workspaces.load(area).questions)


def test_a_line_is_kept_with_who_when_and_whom_it_is_about(disputed: Case, therapist: Client) -> None:
    sam = add(disputed, "Sam", "partner")
    begin_session(course=disputed.course, by=disputed.therapist)
    given = {"mine-text": "Come home when you said", "mine-relationship": str(sam.pk), "mine-level": "3"}
    seen = words(
        therapist.post(url(disputed, "add/", area="role_dispute", section="mine"), given, follow=True)
    )
    kept = WorkspaceEntry.objects.get()
    assert (kept.text, kept.level, kept.relationship, kept.session_number) == (
        "Come home when you said", 3, sam, 1,
    )  # fmt: skip
    assert "Come home when you said Sam · met 3 of 10 · Maya Osei, session 1" in seen


def test_an_empty_line_comes_back_at_its_section(disputed: Case, therapist: Client) -> None:
    answer = therapist.post(url(disputed, "add/", section="options"), {"options-relationship": ""})
    text = answer.content.decode()
    assert answer.status_code == 422 and not WorkspaceEntry.objects.exists()
    place = text[text.index('id="options"') : text.index('id="resources"')]
    assert "Please fill this in." in place and text.count("Please fill this in.") == place.count(
        "Please fill this in."
    )


def test_a_line_of_an_unknown_section_is_refused(disputed: Case, therapist: Client) -> None:
    assert therapist.post(url(disputed, "add/", section="missed"), {"missed-text": "x"}).status_code == 404
    with pytest.raises(KeyError):
        line(disputed, section="missed")


def test_other_words_leave_the_earlier_ones_readable(disputed: Case, therapist: Client) -> None:
    first = line(disputed, level=2)
    therapist.post(url(disputed, f"{first.pk}/"), {"text": "Ring when you are late", "level": "5"})
    seen = words(therapist.get(url(disputed)))
    assert "Ring when you are late" in seen and "Earlier words Come home when you said (2)" in seen
    assert [one.text for one in WorkspaceEntry.objects.standing()] == ["Ring when you are late"]


def test_a_line_reworded_in_another_window_is_not_passed_over(disputed: Case, therapist: Client) -> None:
    first = line(disputed)
    newer = actions.revise_entry(entry=first, text="Ring when you are late", by=disputed.therapist)
    answer = therapist.post(url(disputed, f"{first.pk}/"), {"text": "Text me"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "It now says: Ring when you are late." in text
    assert 'value="Text me"' in text and f'action="{url(disputed, f"{newer.pk}/")}"' in text
    therapist.post(url(disputed, f"{newer.pk}/"), {"text": "Text me"})
    assert [one.text for one in WorkspaceEntry.objects.standing()] == ["Text me"]


@pytest.mark.parametrize(("act", "below"), [("revise_entry", ""), ("put_entry_back", "put-back/")])
def test_words_kept_in_the_same_moment_keep_their_place(
    disputed: Case, therapist: Client, monkeypatch: pytest.MonkeyPatch, act: str, below: str
) -> None:
    first, real = line(disputed), actions.revise_entry
    acts = getattr(actions, act)

    def overtaken(**given: Any) -> Any:
        monkeypatch.setattr(actions, act, acts)
        real(entry=WorkspaceEntry.objects.get(pk=first.pk), text="Ring first", by=disputed.therapist)
        return acts(**given)

    monkeypatch.setattr(actions, act, overtaken)
    answer = therapist.post(url(disputed, f"{first.pk}/{below}"), {"text": "Ring when late"})
    if not below:
        assert answer.status_code == 422 and "It now says: Ring first" in words(answer)
        assert "Ring when late" in answer.content.decode()
    assert [one.text for one in WorkspaceEntry.objects.standing()] == ["Ring first"]


def test_a_line_is_struck_out_and_put_back_and_never_deleted(disputed: Case, therapist: Client) -> None:
    one = line(disputed)
    seen = words(therapist.post(url(disputed, f"{one.pk}/strike-out/"), follow=True))
    assert "1 line struck out Come home when you said Put back" in seen
    therapist.post(url(disputed, f"{one.pk}/put-back/"))
    assert WorkspaceEntry.objects.standing().get() == one


def test_a_replaced_line_is_not_put_back_beside_its_successor(disputed: Case, therapist: Client) -> None:
    first = line(disputed)
    actions.revise_entry(entry=first, text="Ring", by=disputed.therapist)
    therapist.post(url(disputed, f"{first.pk}/put-back/"))
    assert [one.text for one in WorkspaceEntry.objects.standing()] == ["Ring"]


def test_an_earlier_focus_keeps_its_workspace(disputed: Case, therapist: Client) -> None:
    line(disputed)
    grief = {**DISPUTE, "area": "grief", "why_changed": "Dad came up each week."}
    actions.agree_focus(course=disputed.course, by=disputed.therapist, **grief)
    assert "What I miss" in words(therapist.get(url(disputed)))
    assert "Come home when you said" in words(therapist.get(url(disputed, area="role_dispute")))
    assert "What I miss" in words(therapist.get(url(disputed, area="role_transition")))  # it never was


def test_ratings_are_kept_charted_and_tabled(disputed: Case, therapist: Client) -> None:
    therapist.post(url(disputed, "rate/"), {"met": "2", "said": "4"})
    text = therapist.get(url(disputed)).content.decode()
    assert list(FocusRating.objects.values_list("question", "rating")) == [("met", 2), ("said", 4)]
    assert "Meeting what we expect: 2 of 10 on 12 Nov." in text
    assert "Not rated yet." in text  # the third question was left out, which is no zero
    assert therapist.post(url(disputed, "rate/"), {"met": "11"}).status_code == 422


def test_the_same_rating_twice_on_a_day_is_one(disputed: Case, therapist: Client) -> None:
    for given in ("2", "2", "3"):
        therapist.post(url(disputed, "rate/"), {"met": given})
    assert list(FocusRating.objects.values_list("rating", flat=True)) == [2, 3]


def test_the_patient_rates_the_same_on_their_own_page(disputed: Case, patient: Client) -> None:
    seen = words(patient.get("/me/focus/"))
    assert "A conflict with someone" in seen and "We stopped talking about the move." in seen
    assert patient.post("/me/focus/", {"met": "6"}).url == "/me/focus/"
    rating = FocusRating.objects.get()
    assert (rating.rating, rating.rated_by) == (6, disputed.patient.user)
    assert patient.post("/me/focus/", {"met": "eleven"}).status_code == 422
    assert "What we work on" in words(patient.get("/me/"))


def test_the_patient_sees_no_lines_of_the_workspace_and_nothing_before_a_focus(
    case: Case, patient: Client
) -> None:
    assert "There is nothing here yet" in words(patient.get("/me/focus/"))
    assert "What we work on" not in words(patient.get("/me/"))
    actions.agree_focus(course=case.course, by=case.therapist, **DISPUTE)
    line(case)
    assert "Come home" not in words(patient.get("/me/focus/"))


def test_what_is_typed_stays_in_the_window_until_it_is_saved(
    disputed: Case, therapist: Client, patient: Client
) -> None:
    """A number that grows with each save tells the window that its draft has become a row."""
    for browser, address, draft in (
        (therapist, url(disputed), "add-mine"),
        (therapist, url(disputed), "ratings"),
        (patient, "/me/focus/", "my-focus"),
    ):
        text = browser.get(address).content.decode()
        form = text[text.index(f'data-draft="{draft}"') :]
        assert 'name="based_on" value="0"' in form[: form.index("</form>")] and "ui/drafts.js" in text
    line(disputed)
    assert 'name="based_on" value="1"' in therapist.get(url(disputed)).content.decode()
    patient.post("/me/focus/", {"met": "6"})
    assert 'name="based_on" value="1"' in patient.get("/me/focus/").content.decode()


def test_a_supervisor_reads_and_changes_nothing(disputed: Case) -> None:
    one = line(disputed)
    supervisor = signed_in(disputed.supervisor)
    seen = words(supervisor.get(url(disputed)))
    assert "Come home when you said" in seen and "Add a line" not in seen and "Rate it now" not in seen
    assert supervisor.post(url(disputed, "add/", section="mine"), {"mine-text": "x"}).status_code == 403
    assert supervisor.post(url(disputed, f"{one.pk}/strike-out/")).status_code == 403
    colleague = signed_in(factories.member(Role.THERAPIST, disputed.service, name="Ben Frost"))
    assert colleague.get(url(disputed)).status_code == 404


def test_the_page_needs_few_queries_however_much_stands_in_it(
    disputed: Case, therapist: Client, django_assert_max_num_queries: Any
) -> None:
    therapist.get(url(disputed))
    with django_assert_max_num_queries(17):
        therapist.get(url(disputed))
    sam = add(disputed, "Sam", "partner")
    for section in workspaces.load("role_dispute").sections():
        first = line(disputed, section=section.id, relationship=sam)
        actions.revise_entry(entry=first, text="said otherwise", relationship=sam, by=disputed.therapist)
    for rating in range(5):
        actions.rate_focus(
            participant=disputed.participant, area="role_dispute", question="met", rating=rating,
            by=disputed.therapist,
        )  # fmt: skip
    with django_assert_max_num_queries(17):
        therapist.get(url(disputed))


def test_the_patients_page_needs_few_queries(
    disputed: Case, patient: Client, django_assert_max_num_queries: Any
) -> None:
    patient.get("/me/focus/")
    with django_assert_max_num_queries(13):
        patient.get("/me/focus/")
    for rating in range(5):
        actions.rate_focus(
            participant=disputed.participant, area="role_dispute", question="met", rating=rating,
            by=disputed.therapist,
        )  # fmt: skip
    with django_assert_max_num_queries(13):
        patient.get("/me/focus/")
