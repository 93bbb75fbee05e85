"""How a command says no: one clear line on stderr, exit code 2 for bad input."""

import re
from pathlib import Path
from typing import Any

import click

from ipt.outcomes.parquet import is_parquet


class Refusal(click.ClickException):
    """What cannot be done, said after the program's name like everything Kith says on stderr."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    def show(self, file: object = None) -> None:
        """Print each line of the message after the program's name."""
        for line in self.format_message().splitlines():
            click.echo(f"kith: {line}", err=True)


class BadInput(Refusal):
    """What was typed or given cannot be used."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=2)


def in_file(file: Path, problem: str) -> str:
    """A problem with a table, after the name of its file; its rows are those of data, from 1."""
    said = problem if problem.startswith((file.name, str(file))) else f"{file.name}: {problem}"
    counted = re.search(r"\brow \d", problem) and not is_parquet(file)
    return f"{said} (row 1 is the one below the header)" if counted else said


class PlainGroup(click.Group):
    """Commands whose refusals are one line each, in place of click's four."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command's name; BadInput in place of click's four lines."""
        try:
            return super().parse_args(context, args)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise BadInput(error.format_message()) from error

    def invoke(self, context: click.Context) -> Any:
        """Run the command; without one, click shows the help."""
        try:
            return super().invoke(context)
        except (Refusal, click.exceptions.NoArgsIsHelpError):
            raise
        except click.ClickException as error:
            raise Refusal(error.format_message(), error.exit_code) from error


class PlainCommand(click.Command):
    """A command whose usage errors are one line, and whose arguments may look like ``-1`` or ``-``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.context_settings.setdefault("ignore_unknown_options", True)

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; BadInput in place of click's four lines."""
        try:
            return super().parse_args(context, args)
        except click.UsageError as error:
            raise BadInput(error.format_message()) from error
