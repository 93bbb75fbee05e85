"""What the tests of attachment share: a circle of three, and a clinic that brought its wording."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.inventory.actions import add_person
from clinic.inventory.models import Relationship
from tests.clinic.questionnaires import ecr_rs as wording
from tests.factories import Case

People = dict[str, Relationship]


@pytest.fixture
def people(case: Case) -> People:
    about = {"participant": case.participant, "by": case.therapist}
    return {
        name: add_person(**about, pseudonym=name, category=category)
        for name, category in (("Ada", "family"), ("Sam", "partner"), ("Jo", "friend"))
    }


@pytest.fixture
def ecr_rs(tmp_path: Path) -> Iterator[None]:
    with wording.loaded(tmp_path):
        yield
