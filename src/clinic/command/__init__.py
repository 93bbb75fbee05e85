"""The kith command: each subcommand is a module, imported when it is asked for."""

import importlib
import sys
from difflib import get_close_matches
from keyword import iskeyword
from typing import Any

import click

from clinic.command.refusal import BadInput, PlainGroup

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "init": "init",
    "worker": "worker",
    "verify": "verify",
    "score": "score",
    "change": "change",
    "circle": "circle",
    "circumplex": "circumplex",
    "outcomes": "outcomes",
    "reports": "reports",
    "import": "imports",
    "test": "test",
    "check": "check",
    "bench": "bench",
    "lock": "locks",
    "manage": "manage",
}


class Rooms(PlainGroup):
    """Finds ``kith NAME`` as the function NAME (``import_`` for import) in the module that COMMANDS gives."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"clinic.command.{COMMANDS[name]}")
        command: click.Command = getattr(module, f"{name}_" if iskeyword(name) else name)
        return command

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """Find the command; one that is not there may be a slip of the finger."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            guess = f" Did you mean {near[0]}?" if near else ""
            raise BadInput(f"There is no command {args[0]}.{guess} kith --help lists them.")
        return super().resolve_command(context, args)


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
