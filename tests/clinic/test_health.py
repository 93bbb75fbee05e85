"""Whether the program lives, and whether it can do its work."""

from dataclasses import replace

from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from clinic import health


def test_a_living_process_says_so_to_anybody_under_any_name():
    reply = Client().get("/healthz", headers={"host": "10.0.0.7"})
    assert (reply.status_code, reply.json()) == (200, {"alive": True})


def test_a_ready_installation_says_what_it_looked_at(db):
    reply = Client().get("/readyz", headers={"host": "10.0.0.7"})
    assert (reply.status_code, reply.json()) == (200, {"keys": "ok", "database": "ok"})


def test_a_lost_key_is_not_ready(db, settings, tmp_path):
    settings.KITH_HOME = replace(settings.KITH_HOME, keys_folder=tmp_path)
    reply = Client().get("/readyz")
    assert (reply.status_code, reply.json()["keys"]) == (503, "missing")


def test_tables_that_are_not_up_to_date_are_not_ready(db):
    MigrationRecorder.Migration.objects.filter(app="jobs").delete()
    reply = Client().get("/readyz")
    assert (reply.status_code, reply.json()["database"]) == (503, "migrations waiting")


def test_a_database_that_is_away_is_not_ready(db, monkeypatch):
    def away(connection):
        raise DatabaseError("the server has gone")

    monkeypatch.setattr(health, "MigrationExecutor", away)
    reply = Client().get("/readyz")
    assert (reply.status_code, reply.json()["database"]) == (503, "unreachable")


def test_neither_says_anything_about_people(db):
    assert set(Client().get("/readyz").json()) == {"keys", "database"}
