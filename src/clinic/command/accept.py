"""kith outcomes accept: lets an installation rely on a model that passed its report, in a lead's name."""

from pathlib import Path

import click

from clinic.command.refusal import BadInput, PlainCommand, Refusal
from clinic.command.start import existing_home, set_up_django
from ipt.outcomes.forecast import BadModel, ForecastModel, OnlySimulated, read, signal_source


@click.command(cls=PlainCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", "email", required=True, metavar="E-MAIL", help="The service lead who read its report.")
def accept(file: Path, email: str) -> None:
    """Show expected ranges from a model that kith outcomes train made and whose report passed.

    It is copied into KITH_HOME, and the act is kept in the audit with the lead's name. Accepting another
    model takes its place; the charts say which one speaks.
    """
    model = _to_rely_on(file)
    existing_home()
    set_up_django()
    from clinic.questionnaires.accepted import UNIT
    from clinic.questionnaires.actions.models_accepted import NotALead, accept_model

    if model.unit != UNIT:
        raise BadInput(f"{file.name}: its times are {model.unit}s; charts of a course count {UNIT}s")
    try:
        kept = accept_model(model=model, content=file.read_bytes(), email=email)
    except NotALead as error:
        raise BadInput(str(error)) from error
    except OSError as error:
        raise Refusal(f"{error.filename}: {error.strerror}") from error
    click.echo(f"Accepted. Charts of {model.of.short_title} now show the expected range ({kept}).")


def _to_rely_on(file: Path) -> ForecastModel:
    try:
        model = read(file)
        source = signal_source(model)
    except (BadModel, OnlySimulated) as error:
        raise BadInput(str(error)) from error
    if source != "model":
        failed = "; ".join(check.what for check in model.calibration.checks if not check.holds)
        raise BadInput(f"{file.name}: its report did not pass, so nobody should rely on it: {failed}")
    return model
