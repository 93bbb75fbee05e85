"""What every test has: a frozen clock, and people signed in."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, settings

from clinic.access.models import User
from tests import factories

# The same examples on every run: a landing is judged by what changed, not by luck or a busy machine.
settings.register_profile(
    "kith", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("kith")

NOW = datetime(2026, 11, 12, 13, 0, tzinfo=UTC)  # a Thursday
DATABASE = {"db", "transactional_db"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks the database is marked, and so is run on each; pytest-django lets no other test ask it."""
    for item in items:
        if DATABASE.intersection(item.fixturenames) or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def _clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """The clock stands at NOW, but for journeys, which talk to another process."""
    if request.node.get_closest_marker("journey"):
        yield
        return
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """No test is slowed down by how often another one knocked."""
    cache.clear()


@pytest.fixture(autouse=True)
def _fresh_heads() -> None:
    """The heads of the audit that another test wrote belong to a database that is no more."""
    shutil.rmtree(django_settings.KITH_HOME.audit_heads, ignore_errors=True)


@pytest.fixture
def case(db: None) -> factories.Case:
    return factories.course()


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in, second factor and all."""
    client = Client()
    client.force_login(user)
    session = client.session
    session.update({"second_factor": True, "time_zone": "Europe/London"})
    session.save()
    return client


@pytest.fixture
def therapist(case: factories.Case) -> Client:
    return signed_in(case.therapist)


@pytest.fixture
def patient(case: factories.Case) -> Client:
    return signed_in(case.patient.user)
