"""What `kith bench` measures: one module a subject, each with `rows(given)`; both sides are scripts.

Each side reads the same data, runs in a process of its own, is timed inside it after loading, and prints its
figures, so that accuracy is compared before speed.
"""

BENCHES = {
    "growth": "the growth model beside lme4 and mixedlm-rs",
    "circumplex": "the structural summary with its bootstrap, beside PyPI's circumplex",
    "scoring": "questionnaires in bulk beside pandas",
    "service": "the rates of a service on DuckDB, Polars and Spark, beside Polars by hand",
    "signals": "whether a new score is off track, one by one and in bulk",
    "pages": "caseload and course page among many courses",
}
