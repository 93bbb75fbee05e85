"""Conversations and placements are versions; nothing is overwritten, and nothing lies off the plane."""

import pytest
from django.db import IntegrityError

from clinic.attachment import actions
from clinic.attachment.models import Conversation, Reading
from clinic.audit.models import AuditEvent
from clinic.workbench.evidence import done_by, shown
from tests import factories
from tests.clinic.attachment.conftest import People
from tests.factories import Case


def talk(case: Case, **notes: str) -> Conversation:
    return actions.keep_conversation(
        participant=case.participant, notes=notes or {"early": "Mum, mostly."}, by=case.therapist
    )


def place(case: Case, anxiety: float = 5, avoidance: float = 3, **more: object) -> Reading:
    return actions.place(
        participant=case.participant, anxiety=anxiety, avoidance=avoidance, by=case.therapist, **more
    )


def test_what_was_said_is_kept_as_versions(case: Case) -> None:
    talk(case, early="Mum.", now="")
    talk(case, early="Mum and Dad.")
    kept = list(Conversation.objects.order_by("version").values_list("version", "notes"))
    assert kept == [(1, {"early": "Mum."}), (2, {"early": "Mum and Dad."})]


def test_nothing_said_and_a_theme_that_is_none_are_refused(case: Case) -> None:
    with pytest.raises(ValueError, match="nothing was said"):
        talk(case, early="")
    with pytest.raises(ValueError, match="no theme weather"):
        talk(case, weather="Rain.")


def test_each_person_and_people_in_general_have_versions_of_their_own(case: Case, people: People) -> None:
    place(case)
    place(case, 4, 3)
    place(case, 6, 5, relationship=people["Sam"])
    assert [one.version for one in Reading.objects.of(case.participant, None)] == [2, 1]
    assert [one.version for one in Reading.objects.of(case.participant, people["Sam"])] == [1]


def test_a_placement_off_the_plane_is_refused_by_action_and_database(case: Case) -> None:
    with pytest.raises(ValueError, match="from 1 to 7"):
        place(case, 7.5)
    kept = place(case)
    with pytest.raises(IntegrityError):
        Reading.objects.filter(pk=kept.pk).update(anxiety=0)


def test_a_person_of_another_inventory_cannot_be_placed_here(case: Case, people: People) -> None:
    other = factories.course(of=case.service, therapist=case.therapist)
    with pytest.raises(ValueError, match="another inventory"):
        place(other, relationship=people["Ada"])


def test_both_are_in_the_audit_of_the_course(case: Case) -> None:
    talk(case)
    place(case)
    acts = AuditEvent.objects.filter(course_id=case.course.pk, on_kind__in=("conversation", "reading"))
    assert [act.detail["version"] for act in acts] == [1, 1]


@pytest.mark.parametrize("write", [talk, place], ids=["a conversation", "a placement"])
def test_the_manuals_task_counts_as_done(case: Case, write: object) -> None:
    manual = case.course.in_manual()
    assert "relating" not in done_by(manual, shown([case.course.pk]).get(case.course.pk, set()))
    write(case)  # type: ignore[operator]
    assert "relating" in done_by(manual, shown([case.course.pk])[case.course.pk])
