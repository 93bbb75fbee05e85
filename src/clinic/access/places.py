"""The countries and time zones to choose from, as the time zone database names them."""

from importlib import resources
from zoneinfo import available_timezones


def countries() -> list[tuple[str, str]]:
    """Every country, by name, as the time zone database lists them (ISO 3166)."""
    listed = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8").splitlines()
    named = (line.split("\t") for line in listed if not line.startswith("#"))
    return sorted(((code, name) for code, name in named), key=lambda one: one[1])


def time_zones() -> list[tuple[str, str]]:
    """Every zone that is named by a place, by name."""
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
