from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy import manuals
from ipt.therapy.datafile import DATA, BadFile

ALL = [manuals.load(id) for id in manuals.ids()]
DEP16, DEP12 = manuals.load("dep16"), manuals.load("dep12")
any_manual = st.sampled_from(ALL)


def session_of(manual: manuals.Manual) -> st.SearchStrategy[tuple[manuals.Manual, int]]:
    return st.tuples(st.just(manual), st.integers(1, manual.planned_sessions))


any_session = any_manual.flatmap(session_of)


def test_the_two_manuals_are_there() -> None:
    assert manuals.ids() == ("dep12", "dep16")


@pytest.mark.parametrize(("manual", "lengths"), [(DEP16, [4, 8, 4]), (DEP12, [3, 6, 3])])
def test_the_phases_have_their_published_lengths(manual: manuals.Manual, lengths: list[int]) -> None:
    assert [p.sessions[1] - p.sessions[0] + 1 for p in manual.phases] == lengths


@given(any_session)
def test_every_session_lies_in_exactly_one_phase(at: tuple[manuals.Manual, int]) -> None:
    manual, number = at
    around = [p for p in manual.phases if p.sessions[0] <= number <= p.sessions[1]]
    assert around == [manuals.phase_at(manual, number)]


def test_a_course_made_longer_by_agreement_stays_in_its_ending() -> None:
    assert manuals.phase_at(DEP16, 18).id == "ending"


def test_there_is_no_session_zero() -> None:
    for ask in (manuals.phase_at, manuals.tasks_due, manuals.measures_due):
        with pytest.raises(ValueError, match="numbered from 1"):
            ask(DEP16, 0)  # type: ignore[operator]


@given(any_manual)
def test_every_task_is_due_within_the_manual_and_its_phase(manual: manuals.Manual) -> None:
    phases = {p.id: p for p in manual.phases}
    for task in manual.tasks:
        first, last = task.sessions
        low, high = phases[task.phase].sessions
        assert 1 <= low <= first <= last <= high <= manual.planned_sessions


@given(any_session, st.data())
def test_every_task_is_done_or_due_or_overdue_or_coming(
    at: tuple[manuals.Manual, int], data: st.DataObject
) -> None:
    manual, number = at
    done = data.draw(st.sets(st.sampled_from([task.id for task in manual.tasks])))
    due = manuals.tasks_due(manual, number, done)
    found = [*done, *(t.id for t in due.now), *(o.task.id for o in due.overdue), *(t.id for t in due.coming)]
    assert sorted(found) == sorted(task.id for task in manual.tasks)
    assert all(o.since < number for o in due.overdue)


@given(any_session)
def test_what_is_done_never_comes_back(at: tuple[manuals.Manual, int]) -> None:
    manual, number = at
    everything = [task.id for task in manual.tasks]
    assert manuals.tasks_due(manual, number, everything) == manuals.TasksDue((), (), ())


def test_an_overdue_task_says_since_which_session() -> None:
    overdue = manuals.tasks_due(DEP16, 6, []).overdue
    assert {o.task.id: o.since for o in overdue}["circle_start"] == 3


def test_an_unknown_task_is_refused() -> None:
    with pytest.raises(ValueError, match="no task juggling"):
        manuals.tasks_due(DEP16, 1, ["juggling"])


def test_only_risk_consent_and_the_contract_are_compulsory() -> None:
    for manual in ALL:
        assert [task.id for task in manual.tasks if task.compulsory] == ["risk", "consent", "contract"]


@pytest.mark.parametrize(
    ("minute", "step"),
    [
        (-5, "before"),
        (0, "score"),
        (4.9, "score"),
        (5, "since_last_time"),
        (12, "focus"),
        (35, "options"),
        (43, "close"),
        (90, "close"),
    ],
)
def test_the_agenda_knows_the_minute(minute: float, step: str) -> None:
    assert manuals.agenda_at(DEP16, minute).id == step


@pytest.mark.parametrize("manual", ALL, ids=lambda manual: manual.id)
def test_the_agenda_speaks_of_nothing_that_is_not_there_yet(manual: manuals.Manual) -> None:
    def titles(number: int, focus_agreed: bool) -> list[str]:
        return [step.title for step in manuals.agenda_of(manual, number, focus_agreed=focus_agreed)]

    assert titles(1, False)[1:3] == ["How you come here", "What the beginning asks for"]
    assert titles(3, False)[1:3] == ["Since we last met", "What the beginning asks for"]
    assert titles(5, True)[1:3] == ["Since we last met", "Work on the focus"]
    assert len(titles(1, False)) == len(manual.agenda) - 1


def test_symptoms_are_measured_at_every_session() -> None:
    for manual in ALL:
        for number in range(1, manual.planned_sessions + 1):
            assert manuals.measures_due(manual, number)[:2] == ("phq9", "gad7")


def test_the_relationship_is_measured_every_fourth_session_and_at_the_end() -> None:
    asked = [n for n in range(1, 17) if "csi4" in manuals.measures_due(DEP16, n, partnered=True)]
    assert asked == [1, 5, 9, 13, 16]
    assert "csi4" not in manuals.measures_due(DEP16, 1)


def test_sessions_left_count_down_and_stop_at_none() -> None:
    assert [manuals.sessions_left(16, held) for held in (0, 5, 16, 17)] == [16, 11, 0, 0]
    with pytest.raises(ValueError, match="at least 1"):
        manuals.sessions_left(0, 0)


def test_an_unknown_manual_or_version_is_refused() -> None:
    with pytest.raises(KeyError, match="no manual dep99"):
        manuals.load("dep99")
    with pytest.raises(KeyError, match=r"no manual dep16 in version 0\.1"):
        manuals.load("dep16", "0.1")


def pack(folder: Path, old: str = "", new: str = "", name: str = "ours.toml") -> Path:
    text = (DATA / "manuals" / "dep12.toml").read_text(encoding="utf-8").replace('"dep12"', '"ours12"')
    assert old in text
    (folder / "manuals").mkdir(exist_ok=True)
    (folder / "manuals" / name).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return folder


def test_a_clinic_adds_its_own_manual_and_keeps_old_versions(tmp_path: Path) -> None:
    pack(tmp_path)
    pack(tmp_path, 'version = "1.0"', 'version = "1.10"', name="newer.toml")
    pack(tmp_path, 'version = "1.0"', 'version = "1.9"', name="older.toml")
    assert manuals.ids(tmp_path) == ("dep12", "dep16", "ours12")
    assert manuals.load("ours12", packs=tmp_path).version == "1.10"
    assert manuals.load("ours12", "1.0", tmp_path).version == "1.0"


def test_the_same_manual_twice_is_refused(tmp_path: Path) -> None:
    pack(tmp_path)
    with pytest.raises(BadFile, match="already in"):
        manuals.ids(pack(tmp_path, name="twin.toml"))


@pytest.mark.parametrize(
    ("number", "planned", "stands_for"),
    [
        (13, 16, 13),
        (13, 20, 12),  # four more before the ending
        (16, 20, 12),
        (17, 20, 13),
        (20, 20, 16),
        (22, 20, 16),  # held beyond what was agreed
        (8, 12, 8),
        (9, 12, 13),  # four fewer before it
        (12, 12, 16),
        (1, 3, 14),
    ],
)
def test_the_ending_is_counted_back_from_the_agreed_end(number, planned, stands_for):
    assert manuals.as_in_manual(DEP16, number, planned) == stands_for


def test_the_ending_keeps_its_length_whatever_number_is_agreed():
    length = DEP16.phases[-1].sessions[1] - DEP16.phases[-1].sessions[0] + 1
    for planned in range(length + 2, 30):
        ends = [
            number
            for number in range(1, planned + 1)
            if manuals.phase_at(DEP16, manuals.as_in_manual(DEP16, number, planned)).id == "ending"
        ]
        assert ends == list(range(planned - length + 1, planned + 1))


def test_what_is_asked_at_the_end_is_asked_in_the_last_agreed_session():
    last = {plan.measure for plan in DEP16.measures if plan.at_end}
    assert last <= set(manuals.measures_due(DEP16, 20, partnered=True, planned=20))
