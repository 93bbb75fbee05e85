"""The patient's pages read at the age of twelve: Flesch-Kincaid grade 7 or below."""

import re
from pathlib import Path

import pytest

import clinic

SRC = Path(clinic.__file__).parent
PAGES = [
    *(SRC / "workbench/templates/workbench" / f"{name}.html" for name in ("_open_range", "_expected_range")),
    *(SRC / "portal/templates/portal").glob("*.html"),
    *(
        SRC / "formulation/templates/formulation" / f"{name}.html"
        for name in (
            "my_focus",
            "no_focus_yet",
            "my_story",
            "_my_story",
            "my_contract",
            "my_number",
            "my_review",
        )
    ),
    *(
        SRC / "supervision/templates/supervision" / f"{name}.html"
        for name in ("check", "check_closed", "_check_card")
    ),
    *(
        SRC / "questionnaires/templates/questionnaires" / f"{name}.html"
        for name in (
            "review",
            "conflict",
            "sent",
            "withdrawn",
            "waiting",
            "question",
            "_journal_words",
            "_saved",
        )
    ),
]
SAID = re.compile(r'{% translate "([^"]+)" %}|{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}', re.S)
GRADE = 7.0


def sentences() -> list[str]:
    """Every visible sentence of four words or more; shorter ones are labels."""
    found = []
    for page in PAGES:
        for plain, block in SAID.findall(page.read_text()):
            words = re.sub(r"{{[^}]*}}", "Maya", re.sub(r"{% plural %}", ". ", plain or block))
            found += [one for one in re.split(r"(?<=[.?])\s+", words) if len(one.split()) >= 4]
    return found


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(text: list[str]) -> float:
    """Kincaid et al. (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    words = [word for one in text for word in re.findall(r"[A-Za-z’']+", one)]
    return 0.39 * len(words) / len(text) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_all_that_the_patient_reads_is_easy() -> None:
    assert len(sentences()) > 30
    assert grade(sentences()) <= GRADE


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_no_sentence_is_long(sentence: str) -> None:
    assert len(sentence.split()) <= 20
    assert "!" not in sentence
