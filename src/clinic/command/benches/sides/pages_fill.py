"""Fills the home in KITH_HOME with so many courses, or with sums; says how long it took, how large it is."""

import sys

from timing import report

from clinic.command.start import migrate, open_home, set_up_django

home = open_home("demo")
set_up_django()
migrate()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from clinic.access.models import Service  # noqa: E402
from clinic.command.benches.crowd.actions import count, fill, fill_sums  # noqa: E402

asked = sys.argv[1]


def figures(therapist):
    if asked != "sums":
        count(Service.objects.get())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"therapist": str(therapist.pk), "bytes": home.database.stat().st_size}


with connection.cursor() as cursor:
    cursor.execute("PRAGMA synchronous=OFF")  # it is thrown away: a power cut loses nothing
report(lambda: fill_sums() if asked == "sums" else fill(int(asked), timezone.now()), 1, figures)
