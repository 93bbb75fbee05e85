"""Scores as they come in, session by session."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.questionnaires.actions import keep_imported
from clinic.questionnaires.models import Response
from tests import factories
from tests.conftest import NOW

FIRST = datetime(2026, 9, 3, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_model(settings) -> None:
    """Signals come from the rules alone, as in a real service that has accepted no model."""
    settings.KITH_DEMO = False


def scores(case: factories.Case, *totals: int | None, first: int = 1) -> list[Response]:
    """PHQ-9 totals, one a session and a day apart; the last of them today. None is left out."""
    begun = NOW - timedelta(days=len(totals) - 1)
    return [
        keep_imported(
            participant=case.participant,
            measure="phq9",
            total=float(total),
            session_number=number,
            given_at=begun + timedelta(days=number - first),
            source=f"{case.course.pk} {number}",
            by=case.therapist,
        )
        for number, total in enumerate(totals, start=first)
        if total is not None
    ]


@pytest.fixture
def got_worse(case: factories.Case) -> factories.Case:
    """Somebody whose second score lies seven points above the first."""
    scores(case, 12, 19)
    return case
