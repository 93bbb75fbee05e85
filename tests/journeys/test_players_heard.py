"""What somebody hears who cannot see: the tree of each of the ten players while it runs.

Each tree was read from the top as a screen reader walks it: what this is, what to do now, how long it still
goes on, then the ways to pause, change and stop, and what to do if it does harm. What moves is not in it.
"""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import Somebody
from tests.journeys.test_players import LEAD, begins, opens_exercise, passes

HEARD = {
    "paced_breathing": """
        - group "Slow breathing":
          - heading "Slow breathing" [level=1]
          - status:
            - paragraph: In for 4, out for 6. No holding.
          - paragraph: /\\d+ minutes \\d+ seconds left/
          - button "Pause"
        - button "Voice"
        - button "Vibrate"
        - button "Pace"
        - button "Stop"
        - paragraph: If you feel light-headed, stop and breathe in your own way. Stopping is fine.
        - status: In
    """,
    "grounding": """
        - group "Five, four, three, two, one":
          - heading "Five, four, three, two, one" [level=1]
          - button "I have one"
          - status:
            - paragraph: Five things you see
            - paragraph: Look around. Name five things that you see.
          - button "Another way"
          - button "Leave this one out"
        - button "Voice"
        - button "Vibrate"
        - button "Stop"
        - paragraph: /If it does not help, stop, and ring or find somebody\\./
    """,
    "muscle_relaxation": """
        - group "Tense and let go":
          - heading "Tense and let go" [level=1]
          - status:
            - paragraph: Right hand and forearm
            - paragraph: Make a fist with your right hand. Only as much as is comfortable.
          - paragraph: /\\d+ minutes \\d+ seconds left/
          - button "Pause"
        - button "Voice"
        - button "Vibrate"
        - button "Stop"
        - paragraph: If anything hurts or cramps, leave that part out or stop. Stopping is fine.
        - status: Tense
    """,
    "graded_activity": """
        - group "Move a little, with somebody":
          - heading "Move a little, with somebody" [level=1]
          - timer:
            - paragraph: /0:0\\d/
          - paragraph: /\\d+ minutes \\d+ seconds left/
          - button "Pause"
          - button "I am done"
        - button "Voice"
        - button "Vibrate"
        - button "Stop"
        - paragraph: If your chest hurts, you feel faint or very short of breath, stop and call for help.
        - status: Moving
    """,
    "breathing_space": """
        - group "Three minutes for yourself":
          - heading "Three minutes for yourself" [level=1]
          - status:
            - paragraph: What is there right now? Thoughts, feelings, the body. Nothing has to change.
          - paragraph: /\\d+ minutes \\d+ seconds left/
          - button "Pause"
        - button "Voice"
        - button "Vibrate"
        - button "Stop"
        - paragraph: /If you feel afraid, far away or unreal, stop\\./
        - status: Notice
    """,
    "breath_focus": """
        - group "Resting on one thing":
          - heading "Resting on one thing" [level=1]
          - status:
            - paragraph: Sit as you like. Feel where you are held.
          - paragraph: /\\d+ minutes \\d+ seconds left/
          - button "Pause"
        - button "Voice"
        - button "Vibrate"
        - button "Stop"
        - paragraph: /If you feel afraid, far away or unreal, stop\\./
        - status: Arrive
    """,
    "body_scan": """
        - group "Through the body":
          - heading "Through the body" [level=1]
          - status:
            - paragraph: Lie or sit as you like. You can move at any time.
          - paragraph: /\\d+ minutes \\d+ seconds left/
          - button "Pause"
        - button "Voice"
        - button "Vibrate"
        - button "Stop"
        - paragraph: /If you feel afraid, far away or unreal, stop\\./
        - status: Arrive
    """,
    "listening_to_one_person": """
        - group "Listening to one person":
          - heading "Listening to one person" [level=1]
          - status:
            - paragraph: Whom will you listen to? Put away what you hold.
          - paragraph: In your own time
          - button "Pause"
          - button "Go on"
        - button "Voice"
        - button "Vibrate"
        - button "Stop"
        - paragraph: If it gets too much, end the talk kindly. You need not stay.
        - status: Before
    """,
    "attention_check_in": """
        - group "How am I now, and what set it off?":
          - heading "How am I now, and what set it off?" [level=1]
          - paragraph: Question 1 of 8
          - group "How are you sitting or standing?":
            - text: How are you sitting or standing?
            - paragraph: Where is your weight, what are your shoulders and hands doing?
            - checkbox "upright"
            - text: upright
            - checkbox "leaning back"
            - text: leaning back
            - checkbox "bent forward"
            - text: bent forward
            - checkbox "drawn in"
            - text: drawn in
            - checkbox "restless"
            - text: restless
          - text: Or in your own words
          - textbox "Or in your own words"
          - button "Next"
          - button "Leave this one blank"
        - button "Voice"
        - button "Stop"
        - paragraph: If looking inside frightens you, stop, look around, and name five things you see.
        - status: Question 1 of 8
    """,
    "sounds_around": """
        - group "Sounds around you":
          - heading "Sounds around you" [level=1]
          - img "Where the sounds are"
          - status:
            - paragraph: /Listen only to the \\w+/
          - paragraph: /\\d+ minutes \\d+ seconds left/
          - button "Pause"
        - button "Voice"
        - button "Vibrate"
        - button "Volume"
        - button "Stop"
        - paragraph: If it gets too much, stop. The sounds end at once.
    """,
}


@pytest.mark.parametrize("name", HEARD)
def test_the_tree_that_a_screen_reader_walks_says_what_the_screen_says(name: str, patient: Somebody) -> None:
    page = opens_exercise(patient, name)
    begins(page)
    passes(page, LEAD + 1)
    expect(page.locator("[data-player]")).to_match_aria_snapshot(HEARD[name])


def test_whoever_comes_to_the_button_hears_what_is_named_and_how_many_are_left(patient: Somebody) -> None:
    page = opens_exercise(patient, "grounding")
    begins(page)
    one = page.get_by_role("button", name="I have one")
    expect(one).to_have_accessible_description("Five things you see. 5 more")
    one.click()
    expect(one).to_have_accessible_description("Five things you see. 4 more")
