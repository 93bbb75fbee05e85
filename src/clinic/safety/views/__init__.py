"""Pages of safety: help, alerts, reviews and plans; and the private page about the people in a life."""
