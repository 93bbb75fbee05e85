"""Who may: people, their services and roles, the one gate, signing in."""
