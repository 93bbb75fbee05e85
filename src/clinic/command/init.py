"""kith init: set up a real installation."""

import secrets
import sys
import zoneinfo
from typing import Any

import click

from clinic.access.places import countries
from clinic.command.start import migrate, open_home, set_up_django


@click.command()
@click.option("--service-name", prompt="Name of the clinical service")
@click.option("--country", prompt="Country (two letters)", default="GB", show_default=True)
@click.option("--time-zone", prompt="Time zone", default="Europe/London", show_default=True)
@click.option("--name", prompt="Your name (the first administrator)")
@click.option("--email", prompt="Your e-mail address, to sign in with")
def init(service_name: str, country: str, time_zone: str, name: str, email: str) -> None:
    """Set up a real installation: keys, service, first administrator."""
    refuse_nonsense(country, time_zone)
    home = open_home("real")
    set_up_django()
    migrate()
    refuse_second_set_up()
    password, made_up = choose_password(email, name)
    make(
        {"name": service_name, "country": country.upper(), "time_zone": time_zone},
        {"name": name, "email": email, "password": password},
    )
    click.echo(f"Kith is set up in {home.folder}. Its keys are in {home.keys_folder}.")
    click.echo("Keep a copy of the keys apart from every backup: without them the data cannot be read.")
    if made_up:
        click.echo(f"Password of {email}, shown this once: {password}")
    click.echo("Next: KITH_ORIGIN=https://your.address kith serve (docs/hosting.md).")


def refuse_nonsense(country: str, time_zone: str) -> None:
    if country.upper() not in dict(countries()):
        raise click.UsageError("--country takes the two letters of a country, such as GB.")
    if time_zone not in zoneinfo.available_timezones():
        raise click.UsageError(f"{time_zone!r} is not a time zone; one is Europe/London.")


def refuse_second_set_up() -> None:
    from clinic.access.models import Service

    if Service.objects.exists():
        raise click.ClickException("This installation is already set up.")


def choose_password(email: str, name: str) -> tuple[str, bool]:
    """Ask for a password without showing it; where nobody can answer, make one up."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from clinic.access.models import User

    try:
        validate_email(email)
        if not sys.stdin.isatty():
            return secrets.token_urlsafe(15), True
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise click.UsageError(" ".join(error.messages)) from error
    return password, False


def make(service: dict[str, Any], administrator: dict[str, Any]) -> None:
    """Make both or neither."""
    from django.db import transaction

    from clinic.access.actions import add_member, open_service
    from clinic.access.roles import Role

    with transaction.atomic():
        made = open_service(**service)
        add_member(service=made, role=Role.ADMINISTRATOR, by=None, **administrator)
