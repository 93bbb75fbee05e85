"""What it all means: focus, formulation, goals, contract and ending."""
