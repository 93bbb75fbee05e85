"""The patient's phone, and questions that wait on it."""

import pytest
from django.test import Client
from django.utils import timezone

from clinic.questionnaires.actions import ask
from clinic.questionnaires.models import MeasureRequest
from tests.conftest import signed_in
from tests.factories import Case


@pytest.fixture
def phone(case: Case) -> Client:
    return signed_in(case.patient.user)


@pytest.fixture
def asked(case: Case) -> MeasureRequest:
    return ask(participant=case.participant, measure="phq9", due_on=timezone.localdate(), by=case.therapist)
