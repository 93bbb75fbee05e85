"""Private notes: sealed to their place, opened by their author alone."""

import pytest
from django.db import connection

from clinic.courses import actions, private
from clinic.courses.models import PrivateNote
from clinic.courses.sealing import CannotOpen, seal, unseal

PHRASE = "an echo of her father's silences"


@pytest.fixture
def session(case):
    return actions.begin_session(course=case.course, by=case.therapist)


def test_what_is_sealed_comes_back_whole():
    assert unseal(seal("née – “ok” 😀", bound_to="here"), bound_to="here") == "née – “ok” 😀"


def test_the_same_words_are_never_sealed_the_same_way():
    assert seal("twice", bound_to="here") != seal("twice", bound_to="here")


def test_a_note_moved_to_another_place_does_not_open():
    with pytest.raises(CannotOpen):
        unseal(seal(PHRASE, bound_to="here"), bound_to="there")


@pytest.mark.parametrize("place", [0, 3, 20, 70, -1])
def test_a_changed_byte_is_noticed(place):
    sealed = bytearray(seal(PHRASE, bound_to="here"))
    sealed[place] ^= 1
    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), bound_to="here")


def test_another_key_does_not_open_it(settings):
    sealed = seal(PHRASE, bound_to="here")
    settings.KITH_NOTES_KEY = bytes(32)
    with pytest.raises(CannotOpen):
        unseal(sealed, bound_to="here")


def test_the_author_alone_reads_a_note(case, session):
    actions.sign_session(session=session, by=case.therapist, line="We met.", private=PHRASE)
    note = PrivateNote.objects.get()
    assert private.read_note(note, case.therapist) == PHRASE
    assert private.notes_of(session, case.supervisor) == []
    with pytest.raises(PermissionError):
        private.read_note(note, case.supervisor)


def test_a_note_put_under_another_session_does_not_open(case, session):
    actions.sign_session(session=session, by=case.therapist, line="We met.", private=PHRASE)
    other = actions.begin_session(course=case.course, by=case.therapist)
    note = PrivateNote.objects.get()
    note.session = other
    with pytest.raises(CannotOpen):
        private.read_note(note, case.therapist)


def test_the_private_part_of_a_draft_is_its_writers(case, session):
    draft = actions.save_draft(session=session, content={}, revision=0, private=PHRASE, by=case.therapist)
    assert private.read_draft(draft, case.therapist) == PHRASE
    assert private.read_draft(draft, case.supervisor) == ""


def test_the_words_are_nowhere_in_the_database(case, session):
    actions.save_draft(
        session=session, content={"line": "We met."}, revision=0, private=PHRASE, by=case.therapist
    )
    in_draft = everything_kept()
    actions.sign_session(session=session, by=case.therapist, line="We met.", private=PHRASE)
    for kept in (in_draft, everything_kept()):
        assert b"We met." in kept
        assert PHRASE.encode() not in kept
        assert b"father" not in kept


def everything_kept():
    """Every value of every row of every table, as whoever reads the database without the key sees it."""
    values = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 our own tables
            values += [value for row in cursor.fetchall() for value in row]
    return b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in values
    )
