# Fits each set of growth models with lme4 at tight tolerance: Rscript lme4.R > lme4.json (lme4, HSAUR3, nlme, jsonlite not needed).
suppressMessages(library(lme4))
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
at <- function(...) file.path(here, ...)
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-11, maxfun = 1e6),
                     calc.derivs = FALSE, check.conv.singular = "ignore", check.scaleX = "ignore")
number <- function(x) ifelse(is.na(x) | is.nan(x), "null", formatC(x, digits = 15, format = "g"))
named <- function(x) paste0("{", paste0('"', names(x), '": ', number(x), collapse = ", "), "}")
first <- TRUE

fit <- function(name, formula, data, reml) {
  best <- NULL
  for (start in list(NULL, c(1, 0, 0.05), c(0.2, 0, 1))) {   # the lowest of several ways down
    extra <- if (is.null(start) || grepl("therapist", deparse1(formula))) list() else list(start = start)
    model <- do.call(lmer, c(list(formula, data, REML = reml, control = tight), extra))
    if (is.null(best) || logLik(model) > logLik(best)) best <- model
  }
  parts <- as.data.frame(VarCorr(best))
  own <- parts[parts$grp == "patient", ]
  sd <- own$sdcor[is.na(own$var2)]; corr <- own$sdcor[!is.na(own$var2)]
  level <- parts$sdcor[parts$grp == "therapist"]
  blups <- ranef(best)$patient
  values <- c(
    sprintf('"method": "%s"', if (reml) "reml" else "ml"), sprintf('"loglik": %s', number(as.numeric(logLik(best)))),
    sprintf('"aic": %s', number(AIC(best))), sprintf('"bic": %s', number(BIC(best))),
    sprintf('"n_scores": %d', nobs(best)), sprintf('"n_patients": %d', ngrps(best)[["patient"]]),
    sprintf('"estimates": %s', named(setNames(fixef(best), sub("time", "time", names(fixef(best)))))),
    sprintf('"errors": %s', named(setNames(sqrt(diag(as.matrix(vcov(best)))), names(fixef(best))))),
    sprintf('"sd_intercept": %s, "sd_time": %s, "corr": %s', number(sd[1]), number(sd[2]), number(corr)),
    sprintf('"residual_sd": %s', number(sigma(best))),
    sprintf('"therapist_sd": %s', if (length(level)) number(level) else "null"),
    sprintf('"singular": %s', tolower(isSingular(best))),
    sprintf('"first_blup": [%s, %s]', number(blups[1, 1]), number(blups[1, 2])),
    sprintf('"first_patient": "%s"', rownames(blups)[1]),
    sprintf('"first_residual": %s', number(resid(best)[[1]])))
  cat(if (first) "[" else ",", "\n{", sprintf('"name": "%s", ', name), paste(values, collapse = ", "), "}", sep = "")
  first <<- FALSE
}
both <- function(name, formula, data) for (reml in c(TRUE, FALSE)) fit(name, formula, data, reml)

sets <- read.csv(at("simulated.csv"))
slope <- score ~ time + (time | patient)
for (name in unique(sets$set)) {
  one <- sets[sets$set == name & !is.na(sets$score), ]
  both(name, slope, one)
  if (name == "unbalanced") {
    both("covariates", score ~ time + age + group + (time | patient), one)
    one$time <- log(one$time); both("log", slope, one)
  }
  if (name == "nested") both("therapists", score ~ time + (time | patient) + (1 | therapist), one)
}
reframed <- read.csv(at("..", "reframed.csv"))
reframed <- reframed[grepl("^[0-9]+$", reframed$month) & !is.na(reframed$phq9), ]
both("reframed", score ~ time + (time | patient),
     data.frame(patient = reframed$patient, time = as.numeric(reframed$month), score = reframed$phq9))
hamd <- read.csv(at("..", "antidepressant_data.csv"))
both("antidepressant", score ~ time + (time | patient), data.frame(patient = hamd$PATIENT, time = hamd$RELDAYS, score = hamd$HAMDTL17))
cat("\n]\n")
