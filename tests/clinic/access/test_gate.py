"""No door stands open: every view is opened by the gate or is on the short public list."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

from clinic.audit.models import AuditEvent
from tests import factories
from tests.conftest import signed_in

PUBLIC = {
    "clinic.access.views.link",
    "clinic.access.views.enter_code",
    "clinic.access.views.sign_out",
    "clinic.access.views.demo_sign_in",
    "clinic.safety.views.safety.urgent_help",
    "clinic.phone.views.pages.manifest",
    "clinic.phone.views.pages.worker",
    "clinic.phone.views.pages.shell",
    "clinic.welcome.views.first",
    "clinic.welcome.views.research",
    "clinic.welcome.views.is_it_for_me",
    "clinic.welcome.views.enquire",
    "clinic.welcome.views.enquired",
    "clinic.welcome.views.privacy",
    "clinic.welcome.views.accessibility",
}
SIGNED_IN = {  # for whoever is signed in, about themselves alone
    "clinic.access.views.home",
    "clinic.access.views.show_held",
    "clinic.access.views.drop_held",
    "clinic.access.views.choose_password",
    "clinic.access.views.left",
    "clinic.access.views.stay",
}


def views() -> Iterator[tuple[str, object]]:
    def walk(patterns: list) -> Iterator[tuple[str, object]]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                view = pattern.callback
                yield f"{view.__module__}.{getattr(view, '__qualname__', view)}", view
            else:
                yield from walk(pattern.url_patterns)

    yield from walk(get_resolver().url_patterns)


def test_every_view_is_opened_by_the_gate_or_public():
    ours = {name: view for name, view in views() if name.startswith("clinic.")}
    ungated = {name for name, view in ours.items() if not hasattr(view, "opened_by_gate")}
    assert ungated == PUBLIC | SIGNED_IN


def test_no_other_view_is_open_to_strangers():
    open_to_all = {
        n for n, view in views() if n.startswith("clinic.") and not getattr(view, "login_required", True)
    }
    assert open_to_all == PUBLIC


def opened(case: factories.Case, page: str) -> int:
    acts = AuditEvent.objects.filter(did="opened", by_id=case.supervisor.pk, course_id=case.course.pk)
    return acts.filter(detail__page=page).count()


@pytest.mark.parametrize("method", ["get", "head", "post", "options", "put"])
def test_a_page_is_recorded_as_opened_whatever_the_method(case: factories.Case, method: str) -> None:
    page = f"/courses/{case.course.pk}/measures/"
    getattr(signed_in(case.supervisor), method)(page)
    assert opened(case, page) == 1


def test_a_form_that_comes_back_with_its_page_has_opened_it(case: factories.Case) -> None:
    page = f"/courses/{case.course.pk}/safety/review/"
    supervisor = signed_in(case.supervisor)
    assert supervisor.post(page, {"level": "none"}).status_code == 422
    assert opened(case, page) == 1
    assert supervisor.post(page, {"level": "0", "action": "We spoke."}).status_code == 302
    assert opened(case, page) == 1
