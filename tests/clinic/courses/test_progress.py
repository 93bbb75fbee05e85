"""Where a course stands."""

from clinic.courses import actions
from clinic.courses.progress import progress, strip


def stands(case):
    return progress(case.course, case.course.sessions.all())


def signed(case, times=1):
    for _time in range(times):
        session = actions.begin_session(course=case.course, by=case.therapist)
        actions.sign_session(session=session, by=case.therapist, line="We met.")


def test_a_new_course_stands_before_its_first_session(case):
    now = stands(case)
    assert (now.number, now.begun, now.left, now.phase.id) == (1, 0, 16, "initial")


def test_an_open_session_is_the_one_that_counts(case):
    signed(case, 4)
    session = actions.begin_session(course=case.course, by=case.therapist)
    now = stands(case)
    assert (now.number, now.open, now.left, now.phase.id) == (5, session, 11, "middle")


def test_the_last_session_used_leaves_none(case):
    signed(case, 16)
    assert stands(case).all_used
    assert stands(case).number == 16


def test_the_strip_has_every_agreed_session_under_its_phase(case):
    signed(case, 2)
    drawn = strip(stands(case))
    assert [len(phase.sessions) for phase in drawn] == [4, 8, 4]
    assert [cell.state for cell in drawn[0].sessions] == ["done", "done", "now", "to come"]


def test_a_course_made_longer_has_more_sessions_before_its_ending(case):
    more = actions.propose_sessions(
        course=case.course, to_sessions=18, why="Two weeks ill.", by=case.therapist
    )
    actions.agree_to_sessions(agreement=more, by=case.patient.user, on="phone")
    case.course.refresh_from_db()
    assert [len(phase.sessions) for phase in strip(stands(case))] == [4, 10, 4]


def test_a_tick_for_a_task_the_manual_no_longer_has_is_passed_over(case):
    assert stands(case).due(["no such task"]).now
