"""A signal is closed or read in the moment in which a score calls again: no call vanishes, nobody waits."""

from contextlib import suppress
from datetime import date

import pytest

from clinic.signals import actions
from clinic.signals.models import Signal
from tests import factories
from tests.at_once import at_once, need_many_connections
from tests.clinic.signals.conftest import scores

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = date(2026, 11, 26)
TIMES = 12


@pytest.mark.parametrize("act", ["close", "read"])
def test_what_calls_in_the_moment_of_a_close_stays_open(act: str) -> None:
    need_many_connections()
    service = factories.service()
    for _time in range(TIMES):
        case = factories.course(of=service)
        scores(case, 12, 19)
        signal = Signal.objects.get(course=case.course)
        told = {"reasons": ["event"], "plan": "Stay.", "look_again_on": AGAIN, "by": case.therapist}
        actions.read(signal=signal, **told)

        def follow(signal: Signal = signal, case: factories.Case = case, told: dict = told) -> None:
            with suppress(actions.Refused):
                if act == "read":
                    actions.read(signal=signal, **told)
                else:
                    actions.close(signal=signal, why="Lower again.", by=case.supervisor, seen=1)

        assert at_once(follow, lambda case=case: scores(case, 20, first=3)) == []
        (still,) = Signal.objects.open().filter(course=case.course)
        assert [call.basis["score"] for call in still.calls.all()][-1] == 20
