"""How closeness is sought and answered: the conversation, the plane of two dimensions, and the circumplex."""
