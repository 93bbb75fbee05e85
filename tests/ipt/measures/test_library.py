"""Measures ship whole, and a clinic's own pack is read strictly."""

import tomllib
from pathlib import Path

import pytest

from ipt.measures import library, scoring
from ipt.measures.measure import MeasureError
from ipt.measures.reading import read_measure

GUIDE = Path(__file__).parents[3] / "docs" / "measures.md"
SHIPPED = [library.load(measure_id) for measure_id in library.ids()]
each_measure = pytest.mark.parametrize("measure", SHIPPED, ids=lambda measure: measure.id)

SMALL = """
id = "mood2"
title = "Two questions about mood (MOOD-2)"
version = "1"
language = "en"
construct = "mood"
references = ["A clinic (2026). Its own two questions."]

[wording]
kind = "verbatim"
checked = true

[licence]
kind = "the clinic's own"
words = "Ours."
attribution = "The clinic"
checked = true
note = "written by the clinic"

[[options]]
id = "yn"
answers = [{ value = 0, label = "No" }, { value = 1, label = "Yes" }]

[[items]]
id = "mood2-1"
text = "Was today hard?"
options = "yn"

[[items]]
id = "mood2-2"
text = "Was yesterday hard?"
options = "yn"

[[scores]]
id = "total"
method = "sum"
items = ["mood2-1", "mood2-2"]
range = [0, 2]
higher_is = "worse"
missing = { policy = "require_complete", max_missing = 0, checked = true }

[[bands]]
score = "total"
source = "the clinic"
checked = true
bands = [{ min = 0, max = 0, label = "light" }, { min = 1, max = 2, label = "hard" }]

[[caseness]]
score = "total"
op = ">="
value = 1
meaning = "talk about it"
checked = true

[[safety]]
item = "mood2-1"
op = ">="
value = 1
action = "Ask more"
checked = true
"""

WORDING = """
wording_for = "ucla3"
words = "We have the author's permission of 3 March 2026."
instructions = "How often?"

[items]
ucla3-1 = "First question"
ucla3-2 = "Second question"
ucla3-3 = "Third question"

[labels]
ucla3-1 = ["Rarely", "Sometimes", "Often"]
ucla3-2 = ["Rarely", "Sometimes", "Often"]
ucla3-3 = ["Rarely", "Sometimes", "Often"]
"""


@pytest.fixture
def pack(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "_added", {})

    def write(text, name="mood2.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


@each_measure
def test_every_measure_says_where_it_comes_from(measure):
    assert measure.references
    assert measure.licence.kind
    assert measure.licence.attribution
    assert measure.licence.note
    assert measure.version
    assert measure.scores
    sourced = [*measure.bands, *measure.change, *measure.psychometrics]
    assert all(one.source for one in sourced)
    noted = [*sourced, *measure.caseness, *measure.safety, *measure.findings]
    assert all(one.note for one in noted if not one.checked)


@each_measure
def test_every_measure_that_can_be_asked_has_words_for_everything(measure):
    if measure.can_be_asked:
        assert all(item.text for item in measure.items)
        assert all(item.options for item in measure.items)
        assert measure.wording.note


@each_measure
def test_a_withheld_wording_is_not_here(measure):
    if not measure.can_be_asked:
        assert not any(item.text for item in measure.items)
        assert not measure.instructions


@each_measure
def test_a_licence_with_conditions_has_its_text_beside_the_data(measure):
    file = library.HERE / "instruments_conditional" / f"{measure.id}.toml"
    assert bool(measure.licence.text) == file.exists()
    if file.exists():
        assert measure.licence.attribution in measure.licence.text
        assert all(condition in measure.licence.text for condition in measure.licence.conditions)


@each_measure
def test_an_options_value_is_found_again(measure):
    for item in measure.items:
        assert [item.option(option.value) for option in item.options] == list(item.options)


def test_the_data_says_which_numbers_nobody_has_checked():
    phq9 = library.load("phq9")
    told = {(rule.kind, rule.value): rule.checked for rule in phq9.change}
    assert [rule for rule, checked in told.items() if not checked] == [("reliable", 5.2)]
    assert told[("reliable", 6)]
    assert not phq9.score("total").missing.checked


def test_item_texts_and_numbers():
    phq9 = library.load("phq9")
    assert (
        phq9.item("phq9-9").text
        == "Thoughts that you would be better off dead or of hurting yourself in some way"
    )
    assert [item.number for item in library.load("phq_ed").items][:3] == ["6a", "6b", "6c"]
    assert library.load("epds").item("epds-10").label == "thought of harming self"
    assert [item.id for item in phq9.items if not item.scored] == ["phq9-10"]


def test_the_difficulty_question_is_required_once_something_is_there():
    condition = library.load("phq9").item("phq9-10").required_if
    assert not condition.met({f"phq9-{n}": 0 for n in range(1, 10)})
    assert condition.met({f"phq9-{n}": int(n == 4) for n in range(1, 10)})


def test_an_unknown_measure_is_named_in_the_refusal():
    with pytest.raises(MeasureError, match="There is no measure 'phq99'; known: asq_nimh"):
        library.load("phq99")


def test_a_clinics_own_measure_loads_and_scores(pack):
    assert library.add_pack(pack(SMALL)) == ("mood2",)
    assert "mood2" in library.ids()
    assert scoring.score(library.load("mood2"), [1, 0]).bands == {"total": "hard"}


def test_a_clinic_brings_the_wording_it_has_the_rights_to(pack):
    library.add_pack(pack(WORDING, "our-ucla3.toml"))
    measure = library.load("ucla3")
    assert measure.can_be_asked
    assert measure.item("ucla3-2").text == "Second question"
    assert [option.label for option in measure.item("ucla3-3").options] == ["Rarely", "Sometimes", "Often"]
    assert "permission of 3 March 2026" in measure.wording.note
    assert scoring.total(measure, [1, 2, 3]) == 6


def replaced(before, after, text=SMALL):
    assert before in text
    return text.replace(before, after)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (replaced('id = "mood2"\n', 'id = "mood3"\n'), "mood2.toml: id: 'mood3' must be the file's name"),
        (replaced('construct = "mood"\n', ""), "mood2.toml: construct: is missing"),
        (replaced('version = "1"', "version = 1"), "mood2.toml: version: must be text"),
        (
            replaced('construct = "mood"', 'construct = "mood"\ncolour = "red"'),
            "mood2.toml: colour: is not a key",
        ),
        (
            replaced('kind = "verbatim"', 'kind = "ours"'),
            "wording.kind: 'ours' is not one of verbatim, withheld",
        ),
        (
            replaced('kind = "verbatim"', 'kind = "withheld"'),
            "items\\[mood2-1\\].text: the wording is said to be",
        ),
        (replaced('text = "Was today hard?"\n', ""), "mood2.toml: items\\[mood2-1\\].text: is missing"),
        (
            replaced('options = "yn"', 'options = "yesno"'),
            "items\\[mood2-1\\].options: 'yesno' is not one of yn",
        ),
        (replaced('options = "yn"', ""), "items\\[mood2-1\\].range: is missing"),
        (replaced('"mood2-2"\ntext', '"mood2-1"\ntext'), "items: 'mood2-1' comes twice"),
        (
            replaced("value = 1, label", "value = 0, label"),
            "options\\[yn\\].answers: two options have the same value",
        ),
        (
            replaced("value = 1, label", "value = true, label"),
            "options\\[yn\\].answers\\[2\\].value: must be a number",
        ),
        (
            replaced("value = 1, label", "value = nan, label"),
            "options\\[yn\\].answers\\[2\\].value: must be a number",
        ),
        (
            replaced('method = "sum"', 'method = "total"'),
            "scores\\[total\\].method: 'total' is not one of sum, mean",
        ),
        (
            replaced('method = "sum"', 'method = "count_in"'),
            "scores\\[total\\].method: count_in lacks its own key",
        ),
        (
            replaced('"mood2-1", "mood2-2"]', '"mood2-1", "x"]'),
            "scores\\[total\\].items: 'x' is not known here",
        ),
        (replaced('"mood2-1", "mood2-2"]', '"mood2-1", "mood2-1"]'), "items: names something twice"),
        (replaced("range = [0, 2]", "range = [0, 3]"), "scores\\[total\\].range: the items give 0 to 2"),
        (
            replaced("range = [0, 2]", "range = [2, 0]"),
            "scores\\[total\\].range: must be two numbers, the lower first",
        ),
        (replaced('"worse"', '"bad"'), "higher_is: 'bad' is not one of worse, better, neither"),
        (
            replaced("max_missing = 0", "max_missing = 3"),
            "missing.max_missing: at most 2 of 2 items may be blank",
        ),
        (
            replaced('"require_complete", max_missing = 0', '"prorate", max_missing = 2'),
            "missing.max_missing: at most 1 of 2 items may be blank",
        ),
        (replaced("max_missing = 0", "max_missing = -1"), "missing.max_missing: must not be negative"),
        (replaced('"require_complete"', '"gate_zero"'), "missing.gate: belongs to the policy gate_zero"),
        (
            replaced("min = 1, max = 2", "min = 1, max = 3"),
            "bands\\[1\\].bands: must run from 0 to 2 in order",
        ),
        (
            replaced('score = "total"\nop', 'score = "x"\nop'),
            "caseness\\[1\\].score: 'x' is not one of total",
        ),
        (
            replaced('op = ">="\nvalue = 1\nmeaning', 'op = "="\nvalue = 1\nmeaning'),
            "caseness\\[1\\].op: '=' is not one of",
        ),
        (replaced('item = "mood2-1"\n', ""), "safety\\[1\\].item: needs either an item or a score"),
        (replaced('id = "mood2"\n', 'id = "mood2'), "mood2.toml: cannot be read"),
        (replaced('attribution = "The clinic"', 'attribution = "The clinic"\nfile = "../x"'), "licence.file"),
        (replaced("[[safety]]", "[safety]"), "safety: must be a list of tables"),
        ('id = "mood2"\nitems = [1]\n[wording]\nkind = "verbatim"\n', "items: must be a list of tables"),
    ],
)
def test_a_bad_file_is_refused_with_file_key_and_reason(pack, text, refusal):
    with pytest.raises(MeasureError, match=refusal):
        library.add_pack(pack(text))
    assert "mood2" not in library.ids()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (replaced('"ucla3"', '"nope"', WORDING), "wording_for: there is no measure 'nope'"),
        (replaced('"ucla3"', '"phq9"', WORDING), "phq9 is not a measure whose wording is withheld"),
        (replaced('ucla3-3 = "Third question"\n', "", WORDING), "items.ucla3-3: is missing"),
        (replaced('"Rarely", "Sometimes", "Often"', '"Rarely"', WORDING), "labels.ucla3-1: needs 3 labels"),
        (WORDING.partition("[labels]")[0], "items.ucla3-1: needs labels for its answers"),
        (replaced("[labels]", "[labels]\nucla3-4 = []", WORDING), "labels.ucla3-4: is not a key"),
    ],
)
def test_a_bad_wording_is_refused(pack, text, refusal):
    with pytest.raises(MeasureError, match=refusal):
        library.add_pack(pack(text, "wording.toml"))


def test_a_measure_that_ships_is_not_replaced(pack):
    with pytest.raises(MeasureError, match="'phq9' ships with the program and is not replaced"):
        library.add_pack(pack(SMALL.replace("mood2", "phq9"), "phq9.toml"))


def test_the_same_wording_twice_is_refused(pack):
    pack(WORDING, "a.toml")
    with pytest.raises(MeasureError, match=r"b\.toml: 'ucla3' is in this folder twice"):
        library.add_pack(pack(WORDING, "b.toml"))


def test_one_bad_file_keeps_the_whole_pack_out(pack):
    pack(SMALL)
    with pytest.raises(MeasureError, match=r"zz\.toml"):
        library.add_pack(pack("id = 1", "zz.toml"))
    assert "mood2" not in library.ids()


def test_a_pack_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MeasureError, match="is not a folder"):
        library.read_pack(tmp_path / "nowhere")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "mood2.toml").write_bytes(b'id = "\xe9"')
    with pytest.raises(MeasureError, match="cannot be read"):
        library.read_pack(tmp_path)
    with pytest.raises(MeasureError, match="cannot be read"):
        read_measure(tmp_path / "mood2.toml")


def test_measures_are_frozen():
    with pytest.raises(AttributeError):
        library.load("phq9").title = "x"


def test_nothing_is_lost_between_file_and_measure():
    """The item texts of the PHQ-9 in the file are those of the measure, letter for letter."""
    raw = tomllib.loads((library.HERE / "instruments" / "phq9.toml").read_text(encoding="utf-8"))
    assert [row["text"] for row in raw["items"]] == [item.text for item in library.load("phq9").items]


@each_measure
def test_the_guide_lists_every_licence(measure):
    """`docs/measures.md` ends in a table that says what the data says."""
    wording = "here" if measure.can_be_asked else "scores only"
    conditions = "; ".join(measure.licence.conditions) or "-"
    row = f"| `{measure.id}` | {measure.title} | {wording} | {measure.licence.kind} | {conditions} |"
    assert row in GUIDE.read_text(encoding="utf-8").splitlines()


def test_a_profile_and_a_pair_of_lines_have_no_total() -> None:
    without = {id for id in library.ids() if not library.load(id).has_total}
    assert {"ipip_ipc", "ecr_rs"} <= without and "phq9" not in without
    assert [id for id in library.ids() if library.load(id).about_person] == ["ecr_rs"]
