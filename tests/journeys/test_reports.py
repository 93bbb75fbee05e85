"""A lead reads how the courses of the service went, narrows them, and takes the figures along."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, Somebody
from tests.journeys.conftest import Opens

A4_BETWEEN_MARGINS = 688  # px at 96 a inch: 210 mm less 14 on either side
SMALLEST = 11 / 12.5  # of a drawing's own size, at which its words are 11 px
MANUAL = "IPT for depression, sixteen sessions"


def reads_reports(somebody: Opens, **more) -> Somebody:
    lead = somebody(**more)
    lead.signs_in_as("lead")
    lead.opens("/reports/")
    return lead


def test_the_answer_is_the_heading_and_every_drawing_has_its_table(somebody: Opens) -> None:
    """Given courses have finished, when the reports open, then the finding stands above all else."""
    lead = reads_reports(somebody)
    page = lead.page
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "courses that began at or beyond the cut-off"
    )
    expect(page.get_by_text("does not show what caused it")).to_be_visible()
    lead.is_calm()
    drawings = page.locator("figure.score-chart")
    assert drawings.count() >= 2
    for drawing in drawings.all():
        drawing.get_by_text("As a table").click()
        expect(drawing.get_by_role("table")).to_be_visible()
    page.get_by_text("What these words mean").click()
    lead.is_calm()


def test_a_choice_is_kept_in_the_address_and_in_the_file(somebody: Opens) -> None:
    """Given a manual is chosen, when the figures are taken along, then the file says so."""
    lead = reads_reports(somebody)
    page = lead.page
    page.get_by_label("Manual").select_option(label=MANUAL)
    lead.presses("Show")
    expect(page).to_have_url(re.compile("manual=dep16"))
    expect(page.get_by_text(f"Manual: {MANUAL}")).to_be_visible()
    lead.is_calm()
    with page.expect_download() as taken:
        lead.follows("Figures as CSV")
    written = Path(taken.value.path()).read_text()
    assert f'chosen,,Manual,"{MANUAL}"' in written
    lead.follows("All courses")
    expect(page.get_by_label("Manual")).to_have_value("")


def test_a_choice_that_cannot_be_is_said_and_kept(somebody: Opens) -> None:
    """Given an address names a quarter without courses, then no figures are shown as if it had."""
    lead = reads_reports(somebody)
    page = lead.page
    answer = page.goto("/reports/?quarter_from=1999+Q1&manual=dep16")
    assert answer is not None
    assert answer.status == 422
    expect(page.get_by_role("alert")).to_contain_text("No course began in this quarter.")
    expect(page.get_by_label("Begun from")).to_have_value("1999 Q1")
    expect(page.get_by_label("Manual")).to_have_value("dep16")
    expect(page.get_by_text("Recovered")).to_have_count(0)
    lead.is_calm()
    page.get_by_label("Begun from").select_option(label="all")
    lead.presses("Show")
    expect(page.get_by_role("heading", name="Recovery and change")).to_be_visible()


def test_on_paper_stand_the_figures_and_how_to_read_them(somebody: Opens) -> None:
    """Given the page is printed, then what can be pressed is gone and what explains is there."""
    lead = reads_reports(somebody)
    page = lead.page
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for control in ("Show", "Print"):
        expect(page.get_by_role("button", name=control)).to_be_hidden()
    expect(page.get_by_text("As a table").first).to_be_hidden()
    expect(page.get_by_text("These are the definitions of NHS Talking Therapies")).to_be_visible()


def test_on_paper_the_words_of_drawings_are_no_smaller_than_on_screen(somebody: Opens) -> None:
    """Given the page is printed on A4, then each drawing has the width that its words need."""
    page = reads_reports(somebody, size={"width": A4_BETWEEN_MARGINS, "height": 1000}).page
    page.emulate_media(media="print")
    drawn = "figures => figures.map(one => one.getBoundingClientRect().width / one.viewBox.baseVal.width)"
    scales = [one for one in page.locator("figure.score-chart svg.chart").evaluate_all(drawn) if one]
    assert len(scales) >= 2
    assert min(scales) >= SMALLEST


def test_on_a_phone_without_script_everything_is_in_reach(somebody: Opens) -> None:
    """Given no script runs and the screen is narrow, when a focus is chosen, then the page answers."""
    lead = reads_reports(somebody, size=PHONE, java_script_enabled=False)
    page = lead.page
    page.get_by_label("Focus").select_option(index=1)
    lead.presses("Show")
    expect(page).to_have_url(re.compile("focus="))
    expect(page.get_by_text("Focus: ").first).to_be_visible()
    with_script = reads_reports(somebody, size=PHONE)
    with_script.is_calm()


def test_a_lead_who_treats_nobody_finds_no_courses(somebody: Opens) -> None:
    """Given a lead has no courses of their own, then no figure leads to one, and the address is not found."""
    lead = reads_reports(somebody)
    expect(lead.page.get_by_text("Those you treat or supervise:")).to_have_count(0)
    answer = lead.page.goto("/reports/courses/?figure=recovered")
    assert answer is not None
    assert answer.status == 404
