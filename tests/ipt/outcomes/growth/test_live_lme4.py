"""The data sets of lme4, nlme and HSAUR3, where R is here: read and fitted by R, then fitted by us."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from ipt.outcomes.growth import GrowthModel

RSCRIPT = shutil.which("Rscript")
SETS = {
    "sleepstudy": ("lme4", "data.frame(patient=d$Subject, time=d$Days, score=d$Reaction)"),
    "Orthodont": ("nlme", "data.frame(patient=as.character(d$Subject), time=d$age, score=d$distance)"),
    "ChickWeight": ("datasets", "data.frame(patient=as.character(d$Chick), time=d$Time, score=d$weight)"),
    "Oxboys": ("nlme", "data.frame(patient=as.character(d$Subject), time=d$age, score=d$height)"),
    "BtheB": (
        "HSAUR3",
        "local({d$patient <- seq_len(nrow(d)); l <- reshape(d, direction='long', idvar='patient', "
        "varying=c('bdi.pre','bdi.2m','bdi.3m','bdi.5m','bdi.8m'), v.names='score', timevar='time', "
        "times=c(0,2,3,5,8)); l[!is.na(l$score), c('patient','time','score')]})",
    ),
}
SCRIPT = """
suppressMessages(library(lme4)); data("{name}", package="{package}"); d <- {name}; d <- {frame}
tight <- lmerControl(optimizer="bobyqa", optCtrl=list(rhobeg=0.2, rhoend=1e-11, maxfun=1e6),
                     calc.derivs=FALSE, check.conv.singular="ignore", check.scaleX="ignore")
m <- lmer(score ~ time + (time | patient), d, REML={reml}, control=tight)
list_ <- function(x) paste0("[", paste(formatC(as.numeric(x), digits=15, format="g"), collapse=","), "]")
cat(sprintf('{{"loglik": %s, "beta": %s, "se": %s, "sd": %s, "score": %s, "time": %s, "patient": [%s]}}',
  formatC(as.numeric(logLik(m)), digits=15, format="g"), list_(fixef(m)),
  list_(sqrt(diag(as.matrix(vcov(m))))),
  list_(c(attr(VarCorr(m)$patient, "stddev"), sigma(m))), list_(d$score), list_(d$time),
  paste0('"', d$patient, '"', collapse=",")))
"""


def in_r(name, reml):
    if not RSCRIPT:
        pytest.skip("R is not here")
    package, frame = SETS[name]
    script = SCRIPT.format(name=name, package=package, frame=frame, reml="TRUE" if reml else "FALSE")
    done = subprocess.run([RSCRIPT, "-e", script], capture_output=True, text=True, check=False)
    if done.returncode:
        if "there is no package" in done.stderr or "not found" in done.stderr:
            pytest.skip(f"R has no {package} or no lme4")
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


@pytest.mark.parametrize("reml", [True, False], ids=["reml", "ml"])
@pytest.mark.parametrize("name", SETS)
def test_it_agrees_with_lme4_on_its_own_ground(name, reml):
    told = in_r(name, reml)
    table = {key: np.array(told[key]) for key in ("patient", "time", "score")}
    fit = GrowthModel(method="reml" if reml else "ml").fit(table)
    unit = float(np.std(told["score"]))
    assert -1e-7 < fit.loglik - told["loglik"] < 1e-5
    assert fit.beta == pytest.approx(told["beta"], rel=1e-5, abs=1e-5 * unit)
    assert [one.se for one in fit.fixed.values()] == pytest.approx(told["se"], rel=1e-5)
    flat = 1e-3 if fit.singular else 1e-5
    assert [fit.sd_intercept, fit.sd_time, fit.residual_sd] == pytest.approx(
        told["sd"], rel=flat, abs=flat * unit
    )
