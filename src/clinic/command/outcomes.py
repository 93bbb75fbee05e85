"""kith outcomes: whether it is working, over many courses."""

import click

from clinic.command.accept import accept
from clinic.command.case import case
from clinic.command.couples import couples
from clinic.command.effect import effect
from clinic.command.fit import fit
from clinic.command.forecast import forecast
from clinic.command.gains import gains
from clinic.command.report import report
from clinic.command.signals import signals
from clinic.command.train import train_model


@click.group()
def outcomes() -> None:
    """Whether it is working, over many courses."""


outcomes.add_command(fit)
outcomes.add_command(signals)
outcomes.add_command(forecast)
outcomes.add_command(train_model)
outcomes.add_command(accept)
outcomes.add_command(couples)
outcomes.add_command(report)
outcomes.add_command(effect)
outcomes.add_command(gains)
outcomes.add_command(case)
