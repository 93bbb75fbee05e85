"""Lets ``python -m clinic.command`` be the kith command."""

from clinic.command import main

main()
