"""Rowan's moment with Sam, with whom the work is open, and the scene set for it."""

import pytest

from clinic.incidents import actions
from tests.clinic.incidents.moments import give, opened, told
from tests.clinic.inventory.people import add


@pytest.fixture
def sam(case):
    return add(case, "Sam", "partner")


@pytest.fixture
def account(case, sam):
    opened(case, sam)
    return told(case, sam)


@pytest.fixture
def scene(case, account):
    return actions.set_scene(
        incident=account.incident, place="The hall", rules=["stop"], stop_word="teapot", by=case.therapist
    )


@pytest.fixture
def given(case, account):
    return give(account, case)
