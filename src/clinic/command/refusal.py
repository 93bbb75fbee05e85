"""How a command says no: one clear line on stderr, exit code 2 for bad input."""

import click


class BadInput(click.ClickException):
    """What was typed or given cannot be used."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print each line of the message after the program's name."""
        for line in self.format_message().splitlines():
            click.echo(f"kith: {line}", err=True)


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
