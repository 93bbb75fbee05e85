"""Who did, opened, exported or was refused what: a chain that shows any change."""
