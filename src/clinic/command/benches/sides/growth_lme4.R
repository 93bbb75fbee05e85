# The same by lme4: lmer, fixed effects with errors, and each patient's own line; tight where accuracy is compared.
suppressMessages(library(lme4))
given <- commandArgs(TRUE); folder <- given[1]; runs <- as.integer(given[2]); tight <- given[3] == "tight"
column <- function(name, what, size) {
  path <- file.path(folder, paste0(name, ".bin"))
  readBin(path, what, file.size(path) / size, size = size, endian = "little")
}
table <- data.frame(patient = factor(column("patient", "integer", 4)), time = column("time", "double", 8),
                    score = column("score", "double", 8))
control <- if (tight) lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-11, maxfun = 1e6), calc.derivs = FALSE) else lmerControl()
taken <- c()
for (run in seq_len(runs)) {
  began <- proc.time()
  model <- lmer(score ~ time + (time | patient), table, control = control)
  errors <- sqrt(diag(as.matrix(vcov(model)))); own <- ranef(model, condVar = FALSE)$patient
  took <- proc.time() - began
  taken <- c(taken, min(took[["elapsed"]], took[["user.self"]] + took[["sys.self"]]))
}
status <- readLines("/proc/self/status")
peak <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", status, value = TRUE))) / 1024
list_ <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 15, format = "g"), collapse = ", "), "]")
spread <- attr(VarCorr(model)$patient, "stddev")
cat(sprintf('{"seconds": %.6f, "runs": %d, "peak_mb": %.1f, "figures": {"loglik": %s, "estimates": %s, "errors": %s, "spreads": %s, "corr": %s, "first": %s}}\n',
  median(taken), runs, peak, formatC(as.numeric(logLik(model)), digits = 15, format = "g"), list_(fixef(model)), list_(errors),
  list_(c(spread, sigma(model))), formatC(attr(VarCorr(model)$patient, "correlation")[1, 2], digits = 15, format = "g"),
  list_(own[1, ])))
