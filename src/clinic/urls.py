"""Every address: one line an app."""

urlpatterns: list[object] = []
