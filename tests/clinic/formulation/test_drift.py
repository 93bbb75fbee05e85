"""Links tied to the focus, counted in two ways that must agree."""

from django.utils import timezone

from clinic.courses import actions
from clinic.formulation.drift import held_by_links, held_to_focus, with_links
from clinic.formulation.models import Focus
from clinic.inventory.models import MoodEventLink


def test_links_read_with_the_sessions_say_the_same_as_links_asked_for(case, django_assert_num_queries):
    first = Focus.objects.create(
        service=case.service, course=case.course, area="grief", own_words="Her.", reason="It began with it.",
        patient_says="agrees", version=1, written_by=case.therapist, session_number=1,
    )  # fmt: skip
    for number in range(1, 8):
        session = actions.begin_session(course=case.course, by=case.therapist)
        for fits, withdrawn in ((number != 6, None), (False, None), (True, timezone.now())):
            MoodEventLink.objects.create(
                service=case.service, session=session, direction="down", fits_focus=fits,
                added_by=case.therapist, withdrawn_at=withdrawn,
            )  # fmt: skip
        actions.sign_session(session=session, by=case.therapist, line="We met.")
    asked = held_to_focus(case.course, case.course.sessions.all(), first)
    with django_assert_num_queries(1):
        read = held_by_links(case.course, with_links(case.course.sessions.all()), first)
    assert read == asked
    assert 6 in read.without and 5 not in read.without
