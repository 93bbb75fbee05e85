"""Published yes/no rules, and what blanks do to them."""

import pytest

from ipt.measures import library, scoring


def findings(measure_id, answers):
    return dict(scoring.score(library.load(measure_id), answers).findings)


@pytest.mark.parametrize(
    ("answers", "major", "other"),
    [
        ([2, 2, 2, 2, 2, 0, 0, 0, 0], True, False),
        ([2, 0, 2, 2, 2, 0, 0, 0, 1], True, False),  # item 9 counts from "several days"
        ([2, 0, 2, 2, 1, 1, 1, 1, 1], False, True),  # four symptoms
        ([1, 1, 3, 3, 3, 3, 3, 3, 3], False, False),  # no core symptom
        ([2, 0, 2, 2, 2, 0, 0, 0, None], None, None),  # item 9 decides
        ([1, 1, 3, 3, 3, 3, 3, 3, None], False, False),  # item 9 cannot change it
    ],
)
def test_phq9_syndromes(answers, major, other):
    assert findings("phq9", answers) == {
        "major_depressive_syndrome": major,
        "other_depressive_syndrome": other,
    }


@pytest.mark.parametrize(
    ("answers", "acute", "not_acute", "positive"),
    [
        ([0, 0, 0, 0, None], False, False, False),
        ([0, 1, 0, 0, 0], False, True, True),
        ([0, 1, 0, 0, 1], True, False, True),
        ([0, None, 0, 0, 1], True, False, True),  # a refusal is a positive answer
        ([0, 1, 0, 0, None], None, None, True),
    ],
)
def test_asq_tiers(answers, acute, not_acute, positive):
    assert list(findings("asq_nimh", answers).values()) == [acute, not_acute, positive]


def test_pcl5_needs_every_cluster():
    row = [2] + [0] * 4 + [2, 0] + [2, 2] + [0] * 5 + [2, 2] + [0] * 4
    assert findings("pcl5", row) == {"provisional_dsm5_ptsd": True}
    row[5] = 1
    assert findings("pcl5", row) == {"provisional_dsm5_ptsd": False}


def test_binge_eating_is_bulimia_without_the_last_yes():
    assert findings("phq_ed", [1, 1, 1, 1, 0, 0, 0, 1]) == {
        "bulimia_nervosa": True,
        "binge_eating_disorder": False,
    }
    assert findings("phq_ed", [1, 1, 1, 0, 0, 0, 0, None]) == {
        "bulimia_nervosa": False,
        "binge_eating_disorder": True,
    }


def test_mdq_needs_the_same_period_and_a_real_problem():
    assert findings("mdq", [1] * 13 + [1, 2]) == {"positive": True}
    assert findings("mdq", [1] * 13 + [0, 3]) == {"positive": False}
    assert findings("mdq", [1] * 13 + [1, 1]) == {"positive": False}


def test_prolonged_grief_needs_a_year():
    assert findings("pg13r", [1, 12] + [4] * 10 + [1]) == {"pgd": True}
    assert findings("pg13r", [1, 11] + [4] * 10 + [1]) == {"pgd": False}
