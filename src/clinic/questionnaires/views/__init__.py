"""Pages of the questionnaires: the patient's, the desk's, and the screen handed over."""
