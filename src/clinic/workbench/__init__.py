"""The staff's pages that compose the rest: caseload, course, session."""
