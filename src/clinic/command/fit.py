"""kith outcomes fit: the growth model of a file of scores, in figures and plain sentences."""

import json
from pathlib import Path

import click

from clinic.command.how_many import how_many
from clinic.command.refusal import BadInput, PlainCommand, in_file
from clinic.command.scores_file import pair
from ipt.outcomes import columns
from ipt.outcomes.growth import BadScores, GrowthFit, GrowthModel

MEASURE = "measure"  # a column of that name says what was measured, as in the rows of a report


@click.command(cls=PlainCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--patient", required=True, metavar="COLUMN", help="The column that names the patient.")
@click.option("--time", required=True, metavar="COLUMN", help="The session, day, week or month, as a number.")
@click.option("--score", required=True, metavar="COLUMN", help="The column with the score.")
@click.option(
    "--covariate", multiple=True, metavar="COLUMN", help="A fixed effect, a number or text; repeatable."
)
@click.option(
    "--therapist", metavar="COLUMN", help="The column that names the therapist, for a level of its own."
)
@click.option("--time-scale", type=click.Choice(["linear", "log"]), default="linear", show_default=True)
@click.option("--method", type=click.Choice(["reml", "ml"]), default="reml", show_default=True)
@click.option("--measure", metavar="NAME", help="Of a file whose column measure names several, this one.")
@click.option("--leave-out", multiple=True, metavar="COLUMN=VALUE", help="Pass over these rows.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def fit(
    file: Path,
    patient: str,
    time: str,
    score: str,
    covariate: tuple[str, ...],
    therapist: str | None,
    time_scale: str,
    method: str,
    measure: str | None,
    leave_out: tuple[str, ...],
    as_json: bool,
) -> None:
    """Fit a growth model: a common line of scores over time, and each patient's own around it.

    FILE is CSV or Parquet with one row a score. Rows without a score are left out and counted. The model is
    lme4's score ~ time + covariates + (time | patient) + (1 | therapist); docs/growth.md says more.
    """
    model = GrowthModel(time_scale=time_scale, method=method, covariates=covariate, therapist=therapist)
    try:
        wanted = (patient, time, score, *covariate, *([therapist] if therapist else []))
        pairs = [pair(text, "--leave-out") for text in leave_out]
        if MEASURE not in wanted and MEASURE not in dict(pairs):
            pairs += _others(file, measure)
        table = columns.take(file, wanted, whose=(patient, therapist or ""), leave_out=pairs)
        found = model.fit(table, patient=patient, time=time, score=score)
    except BadScores as problem:
        raise BadInput(in_file(file, str(problem))) from problem
    click.echo(json.dumps(found.as_json()) if as_json else "\n".join(lines(found, time, score)))


def _others(file: Path, measure: str | None) -> list[tuple[str, str]]:
    """The rows of other measures, to be passed over: no line is drawn through the scores of two."""
    try:
        named = columns.take(file, [MEASURE], whose=(MEASURE,))[MEASURE].tolist()
    except BadScores:
        if measure is None:  # no such column, or a fault of the file that the scores meet as well
            return []
        raise
    there = sorted({str(one) for one in named if not columns.is_missing(one)})
    told = ", ".join(there)
    if measure is None and len(there) > 1:
        raise BadScores(f"{MEASURE}: the rows are of {told}; choose one with --measure")
    if measure is not None and measure not in there:
        raise BadScores(f"{MEASURE}: no row is of {measure}; there are: {told}")
    return [(MEASURE, one) for one in ("", *there) if one != measure] if measure is not None else []


def lines(found: GrowthFit, time: str, score: str) -> list[str]:
    """The fit to read."""
    return [
        _counted(found),
        "",
        f"{'':<24}{'estimate':>11}{'error':>11}",
        *(
            f"{_name(name, time):<24}{one.estimate:>11.4g}{one.se:>11.3g}"
            for name, one in found.fixed.items()
        ),
        "",
        *_spread(found, score),
        "",
        f"log likelihood {found.loglik:.3f} ({found.method.upper()}); "
        f"AIC {found.aic:.1f}, BIC {found.bic:.1f}",
        *_cautions(found),
    ]


def _counted(found: GrowthFit) -> str:
    left = (
        f"; {how_many(found.n_left_out, 'row')} without a score or covariate left out"
        if found.n_left_out
        else ""
    )
    return f"{found.n_scores} scores of {found.n_patients} patients{left}"


def _name(name: str, time: str) -> str:
    return {"(Intercept)": "start", "time": f"a unit of {time}"}.get(name, name)


def _spread(found: GrowthFit, score: str) -> list[str]:
    corr = "not known" if found.corr is None else f"{found.corr:z.2f}"
    rows = [
        ("patients' own start", found.sd_intercept),
        ("patients' own slope", found.sd_time),
        ("score around its line", found.residual_sd),
    ]
    if found.therapist_sd is not None:
        rows.insert(0, ("therapists", found.therapist_sd))
    told = [f"{f'{words} (SD)':<35}{value:>11.4g}" for words, value in rows]
    return [
        f"How far {score} spreads around the common line:",
        *told,
        f"{'start and slope go together (r)':<35}{corr:>11}",
    ]


def _cautions(found: GrowthFit) -> list[str]:
    said = []
    if found.time_scale == "log":
        said.append("Time is its natural logarithm: the start is the score expected at 1.")
    if found.singular:
        said.append(
            "The fit is singular: these scores cannot tell all of the spreads apart; one is zero or r is 1."
        )
    if not found.converged:
        said.append("The way to the lowest point did not end by itself: take these figures with care.")
    return said
