"""A score calls for a look: the therapist reads it, the supervisor adds a note, a person closes it."""

from playwright.sync_api import expect

from tests.journeys.browsing import DESK, Somebody, clicks
from tests.journeys.conftest import Opens
from tests.journeys.people import opens_course_of

RULE = "Reliably worse than at the start"


def test_from_the_reading_to_the_close(therapist: Somebody, somebody: Opens) -> None:
    """Given a score got reliably worse, when it was read, planned and noted, then a person closes it."""
    page = opens_course_of(therapist, "Ash M.")
    expect(page.get_by_text("not validated for your service").first).to_be_visible()
    therapist.is_calm()
    therapist.follows(RULE)
    expect(page.get_by_text("It can be closed once the therapist has said")).to_be_visible()
    therapist.is_calm()
    page.get_by_label("Something happened").check()
    therapist.writes("In your words", "The house is sold, and nobody helps with the boxes.")
    therapist.writes("What you plan", "Ask Owen for one Saturday, and see Ash twice next week.")
    therapist.presses("Keep this")
    expect(page.get_by_text("It stays on supervision’s list")).to_be_visible()

    supervisor = somebody(DESK)
    supervisor.signs_in_as("supervisor")
    page = supervisor.opens("/supervision/")
    expect(page.get_by_text("Ask Owen for one Saturday")).to_be_visible()
    supervisor.is_calm()
    clicks(page.get_by_role("listitem").filter(has_text="Ash M.").get_by_role("link", name=RULE))
    supervisor.writes("Note", "Good. Tell me on Thursday what Owen said.")
    supervisor.presses("Add the note")
    supervisor.is_calm()

    page = opens_course_of(therapist, "Ash M.")
    therapist.follows(RULE)
    expect(page.get_by_text("Tell me on Thursday what Owen said.")).to_be_visible()
    therapist.writes("Why it can be closed", "Owen came. Looked at again in session 8.")
    therapist.presses("Close this signal")
    expect(page.get_by_text("Owen came. Looked at again in session 8.")).to_be_visible()
    expect(supervisor.opens("/supervision/").get_by_text("Ask Owen for one Saturday")).to_have_count(0)
