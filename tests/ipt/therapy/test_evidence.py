import pytest

from ipt.therapy import evidence

NOTES = evidence.load_all().notes


def test_the_conditions_the_public_asks_about_are_there() -> None:
    asked = ["depression", "prolonged_grief", "ptsd", "eating_disorders"]
    asked += ["bipolar", "bpd", "social_anxiety", "couples"]
    assert set(asked) <= {note.id for note in NOTES}


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_every_note_has_figures_and_sources(note: evidence.Note) -> None:
    assert note.figures
    assert note.sources


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.id)
def test_where_something_is_better_it_is_named_before_the_contract(note: evidence.Note) -> None:
    if note.standing == "other_better":
        assert note.better
        assert note.before_contract


def test_the_numbers_are_those_of_the_papers() -> None:
    told = {note.id: " ".join(note.figures) for note in NOTES}
    for id, number in [
        ("depression", "g = 0.60"),
        ("prolonged_grief", "51 % with grief therapy, 28 % with IPT"),
        ("ptsd", "IPT 63 %, prolonged exposure 47 %, relaxation 38 %"),
        ("eating_disorders", "29 % with CBT, 6 % with IPT"),
        ("bipolar", "0.93 (0.37 to 2.17)"),
        ("social_anxiety", "55.6 % with CBT, 8.0 % with IPT"),
    ]:
        assert number in told[id], id


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(KeyError):
        evidence.load("weather")
