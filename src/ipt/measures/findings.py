"""Published yes/no rules over answers, such as the PHQ-9's depressive syndromes."""

from collections.abc import Mapping
from math import isnan

from ipt.measures.measure import Clause, Finding


def holds(finding: Finding, answers: Mapping[str, float]) -> bool | None:
    """Say whether a rule holds for one person.

    Parameters
    ----------
    answers
        Answers by item id; nan = left blank.

    Returns
    -------
    bool or None
        None where the blanks could still turn it either way.
    """
    verdicts = [_clause_holds(clause, answers) for clause in finding.clauses]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _clause_holds(clause: Clause, answers: Mapping[str, float]) -> bool | None:
    blank = sum(isnan(answers[item]) for item in clause.answers)
    reached = sum(answers[item] >= threshold for item, threshold in clause.answers.items())
    fewest = reached + (blank if clause.blank_counts == "yes" else 0)
    most = reached + (0 if clause.blank_counts == "no" else blank)
    if most < clause.at_least or fewest > clause.at_most:
        return False
    return True if fewest >= clause.at_least and most <= clause.at_most else None
