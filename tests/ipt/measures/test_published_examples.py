"""Each measure scored by hand from its published rule; the comment gives the sum, the file the source."""

import math

import pytest

from ipt.measures import bands, library, scoring


def form(measure_id, answers):
    """Answers by printed number; everything else is answered `rest`, or left blank."""
    measure = library.load(measure_id)
    rest = answers.pop("rest", None)
    return measure, [answers.get(item.number, rest) for item in measure.items]


def spread(numbers, answer):
    return dict.fromkeys(numbers.split(), answer)


EXAMPLES = [
    # Horowitz 2012: one yes among items 1 to 4 is a positive screen
    ("asq_nimh", [0, 0, 1, 0, 0], {"positives": 1}, {}),
    # Altman 1997: above 5 is a probable mania or hypomania; 1+0+2+2+1
    ("asrm", [1, 0, 2, 2, 1], {"total": 6}, {"total": "high probability of mania or hypomania"}),
    # Beck 1996: 21 items of 0 to 3; 29 is severe: 13 x 1 + 8 x 2
    ("bdi", [1] * 13 + [2] * 8, {"total": 29}, {"total": "severe"}),
    # Pfohl 2009: 15 + A (8 x 2) + B (4 x 3) - C (3 x 4) = 15 + 16 + 12 - 12
    ("best", [2] * 8 + [3] * 4 + [4] * 3, {"total": 31}, {}),
    # Radloff 1977: items 4, 8, 12, 16 are reversed, so "rarely" everywhere is 4 x 3
    ("cesd", [0] * 20, {"total": 12}, {"total": "below cut-off"}),
    ("cesd", [1] * 20, {"total": 24}, {"total": "elevated depressive symptoms"}),  # 16 x 1 + 4 x 2
    # Barkham 2013: items 2 and 3 are reversed, 4 - x: 8 x 0 + 2 x 4
    ("core10", [0] * 10, {"clinical": 8}, {"clinical": "healthy / low-level problems"}),
    ("core10", [1, 4, 4, 1, 1, 0, 1, 2, 3, 2], {"clinical": 11}, {"clinical": "mild"}),  # 1+0+0+1+1+0+1+2+3+2
    # Funk & Rogge 2007: below 51.5 is notable dissatisfaction
    ("csi16", [6] + [3] * 15, {"total": 51}, {"total": "notable relationship dissatisfaction"}),
    ("csi16", [6] + [3] * 14 + [4], {"total": 52}, {"total": "no notable dissatisfaction"}),
    ("csi4", [3, 3, 4, 3], {"total": 13}, {"total": "notable relationship dissatisfaction"}),
    ("csi4", [3, 4, 4, 3], {"total": 14}, {"total": "no notable dissatisfaction"}),
    # De Jong Gierveld & Van Tilburg 2006: "more or less" counts on both scales
    (
        "djg6",
        [3, 3, 1, 2, 3, 1],  # emotional 1 and 4; social 3
        {"emotional": 2, "social": 1, "total": 3},
        {"total": "moderately lonely"},
    ),
    # Fraley 2011: items 1 to 4 reversed, 8 - x: (1+2+1+2+2+1)/6 and (5+4+6)/3
    ("ecr_rs", [7, 6, 7, 6, 2, 1, 5, 4, 6], {"avoidance": 1.5, "anxiety": 5}, {}),
    # Fairburn & Beglin 2008: the global score is the mean of the four subscales, (2+1+4+4)/4
    (
        "edeq",
        {**spread("1 2 3 4 5", 2), **spread("7 9 19 20 21", 1), **spread("13 14 15 16 17 18", 0), "rest": 4},
        {"restraint": 2, "eating_concern": 1, "shape_concern": 4, "weight_concern": 4, "global": 2.75},
        {},
    ),
    # Cox 1987: answers as symptom values; 13 is probable depression
    ("epds", [1, 1, 2, 2, 1, 2, 1, 1, 1, 1], {"total": 13}, {"total": "probable depression"}),
    # Diener 2010: eight times "agree"
    ("flourishing", [6] * 8, {"total": 48}, {}),
    # Kroenke 2007: 3 or more is a positive screen
    ("gad2", [1, 2], {"total": 3}, {"total": "screen positive"}),
    # Spitzer 2006: 10 is moderate
    ("gad7", [2, 2, 1, 1, 1, 2, 1], {"total": 10}, {"total": "moderate"}),
    # Hamilton 1960: nine items to 4, eight to 2; all at their most 9 x 4 + 8 x 2
    (
        "hamd17",
        {**spread("1 2 3 7 8 9 10 11 15", 4), "rest": 2},
        {"total": 52},
        {"total": "severe"},
    ),
    # Zimmerman 2013: 17 to 23 is moderate; 17 x 1
    ("hamd17", [1] * 17, {"total": 17}, {"total": "moderate"}),
    # Soldz 1995: octant PA is items 1, 9, 17, 25: (1+2+3+2)/4
    (
        "iip_sc",
        {"1": 1, "9": 2, "17": 3, "25": 2, **spread("7 15 23 31", 4), "rest": 0},
        {"PA": 2, "BC": 0, "DE": 0, "FG": 0, "HI": 0, "JK": 0, "LM": 4, "NO": 0},
        {},
    ),
    # Markey & Markey 2009: octant PA is items 6, 14, 22, 30: (1+2+4+5)/4
    (
        "ipip_ipc",
        {"6": 1, "14": 2, "22": 4, "30": 5, **spread("4 12 20 28", 5), "rest": 3},
        {"PA": 3, "BC": 3, "DE": 3, "FG": 3, "HI": 3, "JK": 3, "LM": 5, "NO": 3},
        {},
    ),
    # Andrews & Slade 2001: 10 to 50, 20 is mild
    ("k10", [2] * 10, {"total": 20}, {"total": "mild distress"}),
    # Kessler 2003, Prochaska 2012: 13 is serious distress
    ("k6", [2] * 6, {"total": 12}, {"total": "moderate distress"}),
    ("k6", [3] + [2] * 5, {"total": 13}, {"total": "serious distress"}),
    # Lubben 2006: below 12 is at risk of isolation
    ("lsns6", [2, 2, 2, 1, 2, 2], {"total": 11, "family": 6, "friends": 5}, {}),
    # Brown & Ryan 2003: the mean of fifteen; (14 x 4 + 1) / 15
    ("maas", [4] * 14 + [1], {"mean": 3.8}, {}),
    # Mehling 2018: items 5 to 10, 11, 12, 15 reversed, and reversed means 5 - x
    (
        "maia2",
        {
            "1": 1,
            "2": 2,
            "3": 3,
            "4": 4,
            **spread("5 6 7 8 9 10", 1),
            "11": 1,
            "12": 1,
            "13": 4,
            "14": 4,
            "15": 1,
            "rest": 3,
        },
        {
            "noticing": 2.5,
            "not_distracting": 4,
            "not_worrying": 4,
            "attention_regulation": 3,
            "emotional_awareness": 3,
            "self_regulation": 3,
            "body_listening": 3,
            "trust": 3,
        },
        {},
    ),
    # Hirschfeld 2000: seven symptoms, at the same time, with at least a moderate problem
    ("mdq", [1] * 7 + [0] * 6 + [1, 2], {"symptoms": 7}, {}),
    # Zanarini 2003: seven yes
    ("msi_bpd", [1] * 7 + [0] * 3, {"total": 7}, {}),
    # Zimet 1988: (7 + 1 + 4) / 3, and 4 x 12 as a sum
    (
        "mspss",
        {**spread("1 2 5 10", 7), **spread("3 4 8 11", 1), **spread("6 7 9 12", 4)},
        {"total": 4, "significant_other": 7, "family": 1, "friends": 4, "sum": 48},
        {"sum": "low acuity"},
    ),
    # Miller 2003: four marks of 0 to 10
    ("ors", [6, 5.5, 7, 6], {"total": 24.5}, {}),
    # Prins 2016: three yes; and no event is a complete form of 0
    ("pc_ptsd5", [1, 1, 1, 1, 0, 0], {"total": 3}, {"total": "positive - assess"}),
    ("pc_ptsd5", [0, None, None, None, None, None], {"total": 0}, {"total": "negative"}),
    # Weathers 2013: B 5 x 2, C 2 x 1, D 7 x 2, E 6 x 1
    (
        "pcl5",
        [2] * 5 + [1] * 2 + [2] * 7 + [1] * 6,
        {"total": 32, "cluster_b": 10, "cluster_c": 2, "cluster_d": 14, "cluster_e": 6},
        {},
    ),
    # Prigerson 2021: ten symptoms of 3
    ("pg13r", [1, 14] + [3] * 10 + [1], {"total": 30}, {}),
    # Kroenke 2003
    ("phq2", [2, 0], {"total": 2}, {"total": "below cut-point"}),
    # Kroenke 2009: anxiety first
    ("phq4", [1, 2, 3, 0], {"total": 6, "anxiety": 3, "depression": 3}, {"total": "moderate"}),
    # Kroenke 2001: 10 is moderate
    ("phq9", [2, 2, 2, 1, 1, 0, 1, 1, 0, 1], {"total": 10}, {"total": "moderate"}),
    # one blank: 16 / 8 x 9 = 18; two blank: 9 / 7 x 9 = 11.57, which rounds to 12
    ("phq9", [2] * 8 + [None, None], {"total": 18}, {"total": "moderately severe"}),
    ("phq9", [2, 2, 1, 1, 1, 1, 1, None, None, None], {"total": 12}, {"total": "moderate"}),
    # exactly a half rounds up: 4 / 8 x 9 = 4.5
    ("phq9", [1, 1, 1, 1, 0, 0, 0, 0, None, None], {"total": 5}, {"total": "mild"}),
    # Spitzer 1999: a count of yes, and a follow-up that was not asked is no
    ("phq_ed", [1, 1, 1, 0, 0, 1, 0, 1], {"count_yes": 5}, {}),
    ("phq_ed", [1, 0, None, 0, 0, 0, 0, None], {"count_yes": 1}, {}),
    # Rush 2003: the highest of each group: sleep 3, 1, appetite and weight 2, 1+1+0+1+1, restless or slow 2
    (
        "qids_sr16",
        [1, 2, 3, 0, 1, 0, 0, 2, 1, 1, 0, 1, 1, 1, 1, 2],
        {"total": 12},
        {"total": "moderate"},
    ),
    # Rosenberg 1965: items 2, 5, 6, 8, 9 reversed; 5 x 2 + 5 x (3 - 1)
    ("rses", [2, 1, 2, 2, 1, 1, 2, 1, 1, 2], {"total": 20}, {"total": "normal range"}),
    ("rses", [3] * 10, {"total": 15}, {"total": "normal range"}),
    # Morgan 1999
    ("scoff", [1, 0, 1, 0, 0], {"total": 2}, {}),
    # Duncan 2003
    ("srs", [9, 9, 8.5, 9], {"total": 35.5}, {}),
    # Diener 1985: 20 is neutral
    ("swls", [4] * 5, {"total": 20}, {"total": "neutral"}),
    # Hughes 2004
    ("ucla3", [2, 2, 2], {"total": 6}, {"total": "lonely"}),
    # Hatcher & Gillaspy 2006: goal 4, 6, 8, 11; task 1, 2, 10, 12; bond 3, 5, 7, 9
    (
        "wai_sr",
        {**spread("4 6 8 11", 2), **spread("1 2 10 12", 3), **spread("3 5 7 9", 4)},
        {"total": 3, "goal": 2, "task": 3, "bond": 4},
        {},
    ),
    # WHO 2024: the sum, and four times the sum as a percentage
    ("who5", [3, 3, 2, 2, 2], {"raw": 12, "percent": 48}, {"percent": "low well-being"}),
    ("who5", [3, 3, 3, 2, 2], {"raw": 13, "percent": 52}, {"percent": "adequate well-being"}),
    # Mundt 2002; the work item may be left out by somebody who has retired
    ("wsas", [4] * 5, {"total": 20}, {"total": "significant impairment, less severe symptoms"}),
    ("wsas", [None, 4, 4, 4, 4], {"total": 16}, {"total": "significant impairment, less severe symptoms"}),
]


@pytest.mark.parametrize(("measure_id", "answers", "scores", "labels"), EXAMPLES)
def test_published_example(measure_id, answers, scores, labels):
    measure = library.load(measure_id)
    row = form(measure_id, dict(answers))[1] if isinstance(answers, dict) else answers
    scored = scoring.score(measure, row)
    assert scored.scores == pytest.approx(scores)
    assert {name: label for name, label in scored.bands.items() if label} == labels


def test_every_measure_has_an_example():
    assert {example[0] for example in EXAMPLES} == set(library.ids())


@pytest.mark.parametrize(
    ("measure_id", "value", "case"),
    [
        ("phq9", 10, True), ("phq9", 9, False), ("gad7", 8, True), ("gad7", 7, False), ("pcl5", 33, True),
        ("core10", 11, True), ("core10", 10.9, False), ("csi16", 51, True), ("csi16", 52, False),
        ("who5", 48, True), ("who5", 52, False), ("lsns6", 11, True), ("lsns6", 12, False),
        ("ors", 24.9, True), ("ors", 25, False), ("epds", 13, True), ("cesd", 15, False), ("edeq", 4, True),
    ],
)  # fmt: skip
def test_published_cut_off(measure_id, value, case):
    assert bands.is_case(library.load(measure_id), value) is case


def test_core10_is_prorated_without_rounding():
    """Nine answers that sum to 19, of which one reversed: 10 x 19 / 9."""
    row = [1, 3, None, 2, 2, 0, 3, 4, 4, 2]
    assert scoring.total(library.load("core10"), row) == pytest.approx(
        10 * (1 + 1 + 2 + 2 + 0 + 3 + 4 + 4 + 2) / 9
    )


def test_epds_is_never_prorated_over_a_blank_item_10():
    epds = library.load("epds")
    assert scoring.total(epds, [None] + [1] * 9) == 10
    assert math.isnan(scoring.total(epds, [1] * 9 + [None]))


def test_wsas_may_only_leave_out_work():
    assert math.isnan(scoring.total(library.load("wsas"), [4, None, 4, 4, 4]))


def test_a_refusal_is_a_positive_answer_on_the_asq():
    assert scoring.total(library.load("asq_nimh"), [0, None, 0, 0, None]) == 1


def test_a_main_question_left_blank_is_not_a_no():
    """Only the follow-ups of the PHQ eating module may be skipped."""
    assert math.isnan(scoring.total(library.load("phq_ed"), [None, 0, None, 0, 0, 0, 0, None]))


def test_one_lonely_blank_is_left_out_of_the_loneliness_total():
    djg6 = library.load("djg6")
    assert scoring.total(djg6, [3, 3, 1, 2, 3, None]) == 3
    assert math.isnan(scoring.total(djg6, [3, 3, 1, 2, None, None]))
    assert math.isnan(scoring.score_all(djg6, [3, 3, 1, 2, 3, None])["emotional"])
