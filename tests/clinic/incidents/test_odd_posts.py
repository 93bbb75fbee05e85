"""What no browser sends is answered, and nothing is kept of it."""

import pytest

from clinic.incidents import actions
from clinic.incidents.models import Account, Rewrite, TriedForReal, Weighing
from tests.clinic.incidents.moments import opened, told, typed
from tests.clinic.inventory.people import add

ODD = ["9" * 5_000, "a\0b", "²", "-1", "0001-01-01", "\ud800", "x" * 5_000]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:10]))
def test_odd_values_are_answered_by_every_form_and_query(case, therapist, odd):
    sam = add(case, "Sam", "partner")
    opened(case, sam)
    account = told(case, sam)
    actions.set_scene(incident=account.incident, by=case.therapist)
    root = f"/courses/{case.course.pk}/incidents/"
    names = typed(sam, number_1="1", control_1="1", affiliation_1="1", failures_1="silence", mood_before="3")
    sent = {name: odd.encode("utf-8", "replace").decode() for name in names}
    for page in (
        "new/",
        "decisions/new/",
        *(
            f"{account.incident_id}/{part}/"
            for part in ("edit", "words", "tried", "scene", "role-play", "give")
        ),
    ):
        for more in ({}, {"add": "1"}):
            assert therapist.post(root + page, {**sent, **more}).status_code in (200, 302, 422), page
    query = dict.fromkeys(("session", "lines", "line", "form", "then", "undo", "page"), sent["said_1"])
    for page in ("", "new/", f"{account.incident_id}/", f"{account.incident_id}/role-play/", "patterns/"):
        assert therapist.get(root + page, query).status_code == 200, page
    run = actions.begin_role_play(account=account, by=case.therapist)
    stage = f"{root}role-plays/{run.pk}/"
    assert therapist.get(stage, query).status_code == 200
    actions.end_role_play(role_play=run, by=case.therapist)
    assert therapist.post(f"{stage}after/", sent).status_code in (302, 422)
    assert Account.objects.count() == 1
    assert not (Rewrite.objects.exists() or TriedForReal.objects.exists() or Weighing.objects.exists())
