"""No door stands open: every view is opened by the gate or is on the short public list."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

PUBLIC = {
    "clinic.access.views.link",
    "clinic.access.views.enter_code",
    "clinic.access.views.sign_out",
    "clinic.access.views.demo_sign_in",
    "clinic.safety.views.urgent_help",
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
