"""The audit shows any change."""

import pytest
from django.db import DatabaseError, connection, transaction

from clinic.audit import chain
from clinic.audit.actions import record
from clinic.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def _without_triggers(sql: str) -> None:
    """Do what somebody with the key and a database tool could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_never_changed")
            cursor.execute("DROP TRIGGER audit_never_removed")
        cursor.execute(sql)


@pytest.fixture
def _three(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for did in ("first", "second", "third"):
            record(by=None, did=did)


@pytest.mark.usefixtures("_three")
def test_an_untouched_chain_is_whole():
    assert list(chain.faults()) == []


@pytest.mark.usefixtures("_three")
def test_a_changed_event_is_found():
    _without_triggers("UPDATE audit_auditevent SET did = 'other' WHERE seq = 2")
    assert [(fault.seq, fault.what) for fault in chain.faults()] == [(2, "changed")]


@pytest.mark.usefixtures("_three")
def test_a_removed_event_is_found():
    _without_triggers("DELETE FROM audit_auditevent WHERE seq = 2")
    assert [(fault.seq, fault.what) for fault in chain.faults()] == [(2, "removed")]


@pytest.mark.usefixtures("_three")
def test_a_cut_tail_is_found_by_the_head_kept_outside():
    _without_triggers("DELETE FROM audit_auditevent WHERE seq = 3")
    assert [(fault.seq, fault.what) for fault in chain.faults()] == [(3, "cut")]


@pytest.mark.parametrize("sql", ["UPDATE audit_auditevent SET did = 'x'", "DELETE FROM audit_auditevent"])
def test_the_database_refuses_to_change_an_event(sql):
    record(by=None, did="first")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AuditEvent.objects.count() == 1
