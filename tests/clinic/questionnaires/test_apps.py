"""A clinic's own questionnaires are known from the start, or the program does not start."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from ipt.measures import library

WORDING = """
wording_for = "scoff"
words = "Permission of the author."
instructions = "Please answer"
[items]
scoff-1 = "One"
scoff-2 = "Two"
scoff-3 = "Three"
scoff-4 = "Four"
scoff-5 = "Five"
"""


@pytest.fixture
def start(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(library, "_added", {})

    def start(text):
        (tmp_path / "scoff.toml").write_text(text, encoding="utf-8")
        settings.KITH_PACKS = tmp_path
        apps.get_app_config("questionnaires").ready()

    return start


def test_the_wording_a_clinic_brings_can_be_asked(start):
    assert not library.load("scoff").can_be_asked
    start(WORDING)
    assert library.load("scoff").can_be_asked


def test_a_bad_pack_stops_the_program_with_file_key_and_reason(start):
    with pytest.raises(ImproperlyConfigured, match=r"KITH_PACKS: scoff\.toml: items\.scoff-5: is missing"):
        start(WORDING.replace('scoff-5 = "Five"\n', ""))
