"""kith check: lint, format, types, contracts, migrations, deployment and locks; no tests."""

import sys
from dataclasses import dataclass, field

import click

from clinic.command import checkout


@dataclass(frozen=True)
class Step:
    """One check: a Python command that must end with 0."""

    name: str
    command: list[str]
    settings: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    def complaints(self) -> str:
        """Run it; what it printed if it failed, otherwise nothing."""
        with checkout.environment() as environment:
            done = checkout.run(self.command, {**environment, **self.settings}, quiet=True)
        return done.stdout.strip() or f"ended with {done.returncode}" if done.returncode else ""


MANAGE = ["-m", "clinic.command", "manage"]
PRODUCTION = {"KITH_ORIGIN": "https://kith.example.org", "KITH_PROXY": "1"}
STEPS = [
    Step("lint", ["-m", "ruff", "check", "."]),
    Step("format", ["-m", "ruff", "format", "--check", "."]),
    Step("types", ["-m", "mypy"]),
    Step("core types", ["-m", "mypy", "--strict", "src/ipt"]),
    Step("contracts", ["-c", "from importlinter.cli import lint_imports_command as run; run()"]),
    Step("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    Step("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Step("locks", ["-m", "clinic.command.locks"]),
]


@click.command()
def check() -> None:
    """Check style, types, contracts, migrations and locks (no tests)."""
    failed = 0
    for step in STEPS:
        complaints = step.complaints()
        click.echo(f"{step.name:<12} {'failed' if complaints else 'ok'}")
        if complaints:
            click.echo(complaints)
            failed += 1
    sys.exit(1 if failed else 0)
