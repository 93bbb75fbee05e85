"""kith verify: prove that the audit and the database file are whole."""

import sys

import click

from clinic.command.start import existing_home, set_up_django


@click.command()
def verify() -> None:
    """Prove that nothing in the audit was changed, removed or cut, and that the file is sound."""
    existing_home()
    set_up_django()
    faults = [*database_faults(), *audit_faults()]
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    from clinic.audit.models import AuditEvent

    click.echo(f"Whole: {AuditEvent.objects.count()} audited events, and the database is sound.")


def audit_faults() -> list[str]:
    from clinic.audit.chain import faults

    return [f"Audit of service {fault.service_id}: event {fault.seq} was {fault.what}." for fault in faults()]


def database_faults() -> list[str]:
    """What the embedded database finds wrong with its own file: pages, then rows and keys."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA cipher_integrity_check").fetchall()
        rows = cursor.execute("PRAGMA integrity_check").fetchall()
        keys = cursor.execute("PRAGMA foreign_key_check").fetchall()
    said = [row[0] for row in [*pages, *rows] if row[0] != "ok"]
    said += [f"a row of {row[0]} hangs loose" for row in keys]
    return [f"Database: {what}." for what in said]
