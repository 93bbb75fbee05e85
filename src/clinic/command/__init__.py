"""The kith command: each subcommand is a module, imported when it is asked for."""

import importlib
import sys
from keyword import iskeyword

import click

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "init": "init",
    "worker": "worker",
    "verify": "verify",
    "score": "score",
    "change": "change",
    "circle": "circle",
    "outcomes": "outcomes",
    "import": "imports",
    "test": "test",
    "check": "check",
    "lock": "locks",
    "manage": "manage",
}


class Rooms(click.Group):
    """Finds ``kith NAME`` as the function NAME (``import_`` for import) in the module that COMMANDS gives."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"clinic.command.{COMMANDS[name]}")
        command: click.Command = getattr(module, f"{name}_" if iskeyword(name) else name)
        return command


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
def kith() -> None:
    """Run a course of Interpersonal Psychotherapy and see whether it is working."""


def main() -> None:
    """Run the command; say what went wrong in one line."""
    try:
        kith(prog_name="kith")
    except Exception as error:
        if type(error).__name__ not in ("HomeError", "ImproperlyConfigured", "OperationalError"):
            raise
        print(f"kith: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
