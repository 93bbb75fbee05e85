"""The look holds together: every page renders, names its parts, and keeps what was typed."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.clinic.ui import pages

pytestmark = pytest.mark.urls("tests.clinic.ui.pages")


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "testserver"})


@pytest.mark.parametrize("name", pages.NAMES)
def test_every_page_of_the_gallery_renders_without_inline_styles_or_scripts(client, name):
    text = client.get(pages.PAGES.get(name, f"/{name}/")).content.decode()
    assert "<h1" in text and "style=" not in text and "onclick" not in text and "<style" not in text


def test_a_field_says_what_is_wrong_and_keeps_what_was_typed(client):
    text = client.get("/forms/").content.decode()
    assert 'value="31/11/2026"' in text
    assert 'aria-describedby="id_began_on_error"' in text and 'id="id_began_on_error"' in text
    assert 'aria-invalid="true"' in text and 'href="#id_began_on"' in text


def test_a_hint_belongs_to_its_field(client):
    text = client.get("/forms/").content.decode()
    assert 'aria-describedby="id_name_helptext"' in text and 'id="id_name_helptext"' in text
    assert '<fieldset class="field" id="id_rating" aria-describedby="id_rating_helptext">' in text


def test_the_header_shows_only_places_that_exist_and_may_be_opened(client):
    text = client.get("/caseload/").content.decode()
    assert 'href="/caseload/" aria-current="page"' in text and 'href="/enquiries/"' in text
    assert "/supervision/" not in text and "/settings/" not in text


def test_the_patient_always_finds_quick_exit_and_urgent_help(client):
    text = client.get("/me/").content.decode()
    assert 'rel="noreferrer" data-quick-exit' in text and 'href="/urgent-help/"' in text


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_to_render_and_leads_on(name):
    text = render_to_string(f"{name}.html")
    assert "<h1>" in text and 'href="/urgent-help/"' in text and 'href="/"' in text


def test_not_found_and_not_allowed_look_the_same():
    assert render_to_string("403.html") == render_to_string("404.html")


def test_a_course_is_part_of_the_caseload(client):
    assert 'href="/caseload/" aria-current="page"' in client.get("/courses/").content.decode()


def test_htmx_may_not_evaluate_strings_and_shows_refused_forms(client):
    text = client.get("/me/").content.decode()
    assert '"allowEval": false' in text and '"includeIndicatorStyles": false' in text
    assert '{"code": "422", "swap": true}' in text


def test_the_demo_says_that_its_people_are_fictional(client):
    assert "fictional" in client.get("/me/").content.decode()
