"""What is open to somebody follows from what is recorded; what happened is kept once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.audit.models import AuditEvent
from clinic.courses.models import Session
from clinic.techniques import actions, standing
from clinic.techniques.models import Opening, Precautions, TechniqueUse
from ipt.therapy import exercises, techniques
from tests.clinic.techniques.running import asked_about
from tests.factories import Case

IMAGERY = techniques.load("imagery_rescripting")
BREATHING = exercises.load("paced_breathing")


def in_session(case: Case, number: int = 6, minutes: int = 5) -> Session:
    return Session.objects.create(
        service=case.course.service,
        course=case.course,
        number=number,
        began_at=timezone.now() - timedelta(minutes=minutes),
    )


def agreed(case: Case, technique: str, agrees: bool = True) -> None:
    asked_about(case)
    actions.keep_consent(participant=case.participant, technique=technique, agreed=agrees, by=case.therapist)


def opened(case: Case, what: str, **more: object) -> Opening:
    """Opened; for an exercise, after consent was heard."""
    if what in exercises.ORDER:
        agreed(case, exercises.load(what).technique)
    return actions.open_or_close(
        participant=case.participant, what=what, opened=True, by=case.therapist, **more
    )


def used(case: Case, **more: object) -> tuple[TechniqueUse, bool]:
    facts = {"technique": "bodily_work", "exercise": "paced_breathing", "seconds": 300, **more}
    began = facts.pop("began_at", timezone.now())
    return actions.record_use(participant=case.participant, by=case.therapist, began_at=began, **facts)


def test_imagery_waits_for_consent_and_a_reason(case: Case) -> None:
    session = in_session(case)
    whens = {one.when for one in standing.now(case.participant, session).of_technique(IMAGERY).refused}
    assert whens == {"no_consent"}
    actions.keep_consent(participant=case.participant, technique=IMAGERY.id, agreed=True, by=case.therapist)
    verdict = standing.now(case.participant, session).of_technique(IMAGERY)
    assert [one.when for one in verdict.reasons] == ["off_by_default"]
    opened(case, IMAGERY.id, reason="Nightmares after the fire; steady for two months.")
    assert standing.now(case.participant, session).of_technique(IMAGERY).open
    assert not standing.now(case.participant).of_technique(IMAGERY).open  # alone


def test_what_is_off_opens_with_a_reason_alone(case: Case) -> None:
    with pytest.raises(ValueError, match="open it with a reason"):
        opened(case, IMAGERY.id)


def test_what_is_refused_opens_with_no_reason(case: Case) -> None:
    actions.keep_precautions(participant=case.participant, present=["psychosis"], by=case.therapist)
    with pytest.raises(actions.Refused, match="psychosis"):
        opened(case, IMAGERY.id, reason="All the same.")
    assert not Opening.objects.exists()


def test_an_exercise_is_offered_alone_once_it_is_opened(case: Case) -> None:
    assert standing.now(case.participant).offered_alone() == ()
    opened(case, BREATHING.id)
    assert standing.now(case.participant).offered_alone() == (BREATHING,)


def test_what_is_recorded_later_switches_off_what_was_opened_without_it(case: Case) -> None:
    opened(case, BREATHING.id)
    opened(case, "sounds_around", reason="Asked for by Ana.")
    ill = ["heart_or_lung", "psychosis_in_the_past"]
    actions.keep_precautions(participant=case.participant, present=ill, by=case.therapist)
    assert standing.now(case.participant).offered_alone() == ()
    with pytest.raises(ValueError, match="open it with a reason"):
        opened(case, BREATHING.id)
    opened(case, BREATHING.id, reason="Asked the GP on Tuesday: fine.")
    assert standing.now(case.participant).offered_alone() == (BREATHING,)
    assert Opening.objects.filter(what=BREATHING.id).first().despite == ["heart_or_lung"]


def test_a_reason_given_before_stands_while_nothing_new_is_off(case: Case) -> None:
    focus = exercises.load("breath_focus")
    actions.keep_precautions(
        participant=case.participant, present=["psychosis_in_the_past"], by=case.therapist
    )
    opened(case, focus.id, reason="Well for ten years.")
    assert opened(case, focus.id, longer=True).reason == "Well for ten years."
    assert focus in standing.now(case.participant).offered_alone()


@pytest.mark.parametrize("technique", ["bodily_work", "mindfulness", "restructuring_attention", "drama"])
def test_what_is_not_wanted_is_refused_alone_and_in_a_session(case: Case, technique: str) -> None:
    asked_about(case)
    session = in_session(case)
    one = techniques.load(technique)
    for answer, why in ((None, ["no_consent"]), (False, ["not_wanted"]), (True, [])):
        if answer is not None:
            agreed(case, technique, answer)
        verdict = standing.now(case.participant, session).of_technique(one)
        assert [reason.when for reason in verdict.reasons] == why


@pytest.mark.parametrize("technique", ["bodily_work", "mindfulness", "restructuring_attention", "drama"])
def test_nothing_begins_before_somebody_asked_what_speaks_against_it(case: Case, technique: str) -> None:
    """Consent to something is no answer to a question that nobody put."""
    about = {"participant": case.participant, "by": case.therapist}
    actions.keep_consent(technique=technique, agreed=True, **about)
    session, one = in_session(case), techniques.load(technique)
    verdict = standing.now(case.participant, session).of_technique(one)
    assert [reason.when for reason in verdict.reasons] == ["not_asked"]
    for exercise in exercises.of_technique(technique):
        if exercise.id != "grounding":
            with pytest.raises(actions.Refused, match="ask first"):
                actions.open_or_close(what=exercise.id, opened=True, reason="All the same.", **about)
    actions.keep_precautions(present=[], **about)
    assert standing.now(case.participant, session).of_technique(one).open


def test_grounding_waits_for_no_question_and_no_consent(case: Case) -> None:
    actions.open_or_close(participant=case.participant, what="grounding", opened=True, by=case.therapist)
    assert [one.id for one in standing.now(case.participant).offered_alone()] == ["grounding"]


def test_opening_an_exercise_asks_for_consent_first(case: Case) -> None:
    asked_about(case)
    about = {"participant": case.participant, "what": BREATHING.id, "opened": True, "by": case.therapist}
    with pytest.raises(actions.Refused, match="has not agreed to it yet"):
        actions.open_or_close(**about)
    agreed(case, "bodily_work", False)
    with pytest.raises(actions.Refused, match="do not want it"):
        actions.open_or_close(**about, reason="All the same.")
    assert not Opening.objects.exists()


def test_consent_taken_back_closes_what_was_opened_and_never_grounding(case: Case) -> None:
    opened(case, BREATHING.id)
    opened(case, "grounding")
    agreed(case, "bodily_work", False)
    assert [one.id for one in standing.now(case.participant).offered_alone()] == ["grounding"]
    assert standing.now(case.participant, in_session(case)).of_exercise(exercises.load("grounding")).open


def test_the_longer_limit_is_released_for_one_exercise(case: Case) -> None:
    focus = exercises.load("breath_focus")
    opened(case, focus.id)
    assert standing.now(case.participant).longest_alone(focus) == 600
    opened(case, focus.id, longer=True)
    assert standing.now(case.participant).longest_alone(focus) == 900


def test_the_same_use_sent_twice_is_one(case: Case) -> None:
    key, began = uuid7(), timezone.now()
    first, new = used(case, id=key, began_at=began, after={"tension": 3})
    again, new_again = used(case, id=key, began_at=began + timedelta(seconds=30), after={"tension": 3})
    assert (new, new_again) == (True, False)
    assert first == again == TechniqueUse.objects.get()
    with pytest.raises(actions.AlreadyKept):
        used(case, id=key, began_at=began, after={"tension": 9})
    assert AuditEvent.objects.filter(did="used a technique").count() == 1


def test_a_rating_is_a_whole_number_to_ten_or_not_there(case: Case) -> None:
    for wrong in ({"tension": 11}, {"tension": -1}, {"tension": True}, {"joy": 3}):
        with pytest.raises(ValueError, match="no rating"):
            used(case, before=wrong)
    use, _new = used(case)
    assert use.before == {}


def test_versions_are_kept(case: Case) -> None:
    for present in (["panic"], ["panic", "pain"]):
        actions.keep_precautions(participant=case.participant, present=present, by=case.therapist)
    assert [one.version for one in Precautions.objects.all()] == [2, 1]
    with pytest.raises(ValueError, match="no circumstance weather"):
        actions.keep_precautions(participant=case.participant, present=["weather"], by=case.therapist)


def test_standing_is_five_queries(case: Case, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(5):  # type: ignore[operator]
        standing.now(case.participant).offered_alone()


def test_a_use_is_taken_back_and_put_back(case: Case) -> None:
    use, _new = used(case)
    actions.withdraw_use(use=use, by=case.therapist)
    assert not TechniqueUse.objects.standing().exists()
    actions.withdraw_use(use=use, by=case.therapist, back=True)
    assert TechniqueUse.objects.standing().exists()
