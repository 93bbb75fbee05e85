"""What the commands that run Kith share: its home, Django, a free port, an answer from the server."""

import errno
import importlib
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import click

from clinic.command.refusal import BadInput
from clinic.home import Home


def set_up_django() -> None:
    """Read the settings and load the apps."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    django.setup()


def set_up_drawing() -> None:
    """Words and templates alone, for a drawing in a file: without a home, its keys or its database."""
    import django
    from django.conf import settings

    if not settings.configured:
        templates = {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        settings.configure(INSTALLED_APPS=["clinic.ui"], TEMPLATES=[templates], USE_I18N=False)
        django.setup()


def open_home(mark: str) -> Home:
    """The home in KITH_HOME, made on the first start; what is written from now on is for its owner alone."""
    os.umask(0o077)
    home = Home.from_environment()
    home.open_as(mark)
    importlib.import_module("clinic.settings")  # which complains of nonsense here, before anything is started
    return home


def existing_home() -> Home:
    """The home in KITH_HOME, whatever its mark; refuses one that is not there yet."""
    home = Home.from_environment()
    if home.mark is None:
        raise BadInput(f"There is no installation in {home.folder} yet; run kith init or kith demo.")
    return home


def migrate() -> None:
    """Bring the database up to this version."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def free_port(wanted: int, host: str = "127.0.0.1") -> int:
    """The port wanted, or the next one that nobody uses."""
    for port in range(wanted, min(wanted + 100, 65536)):
        try:
            socket.create_server((host, port)).close()
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
        else:
            return port
    raise click.ClickException(f"No port from {wanted} on is free; give another with --port.")


def when_ready(address: str, then: Callable[[], None]) -> None:
    """Do something as soon as the server at that address says it is ready."""

    def wait() -> None:
        while not _answers(f"{address}/readyz"):
            time.sleep(0.05)
        then()

    threading.Thread(target=wait, daemon=True).start()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as reply:  # noqa: S310 - our own loopback address
            return bool(reply.status == 200)
    except OSError:
        return False
