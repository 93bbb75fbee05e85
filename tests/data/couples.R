# The actor-partner model of acipair.csv by nlme: Rscript couples.R > couples.json
suppressMessages(library(nlme))
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
d <- read.csv(file.path(here, "acipair.csv"), strip.white = TRUE)
d <- d[order(d$CoupleID, d$Gender_A), ]; d$place <- ifelse(d$Gender_A == "Husband", 1, 2)
number <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 15, format = "g"), collapse = ", "), "]")
tight <- glsControl(tolerance = 1e-12, msTol = 1e-14, msMaxIter = 1000, maxIter = 1000, opt = "nlminb")
apart <- function(method) gls(Satisfaction_A ~ 0 + Gender_A + Gender_A:Tension_A + Gender_A:Tension_P, d, method = method, control = tight,
  correlation = corCompSymm(form = ~ place | CoupleID), weights = varIdent(form = ~ 1 | Gender_A))
alike <- function(method) gls(Satisfaction_A ~ Tension_A + Tension_P, d, method = method, control = tight, correlation = corCompSymm(form = ~ place | CoupleID))
sds <- function(m) m$sigma * coef(m$modelStruct$varStruct, uncons = FALSE, allCoef = TRUE)[c("Husband", "Wife")]
rho <- function(m) coef(m$modelStruct$corStruct, unconstrained = FALSE)
a <- apart("REML"); b <- alike("REML")
cat(sprintf('{"apart": {"names": [%s], "estimates": %s, "errors": %s, "sds": %s, "corr": %s, "loglik": %s},\n "alike": {"estimates": %s, "errors": %s, "sds": %s, "corr": %s, "loglik": %s}}\n',
  paste0('"', names(coef(a)), '"', collapse = ", "), number(coef(a)), number(sqrt(diag(vcov(a)))), number(sds(a)), number(rho(a)), number(logLik(apart("ML"))),
  number(coef(b)), number(sqrt(diag(vcov(b)))), number(b$sigma), number(rho(b)), number(logLik(alike("ML")))))
