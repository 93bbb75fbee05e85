"""The manual as data: phases, tasks, problem areas, techniques, suitability, evidence, risk review."""
