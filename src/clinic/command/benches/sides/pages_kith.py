"""Asks for a page again and again, signed in as the therapist; prints the 95th percentile and its queries."""

import re
import sys

from timing import report_requests

from clinic.command.start import open_home, set_up_django

open_home("demo")
set_up_django()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from clinic.access.models import Membership, User  # noqa: E402
from clinic.courses.models import Course  # noqa: E402

page, therapist, requests = sys.argv[1], sys.argv[2], int(sys.argv[3])
INNER = re.compile(r"\([^()]*\)")  # what stands in brackets, as a query within a query does
AROUND = (  # of every page, whatever it shows: who asks, what they may, and the note that they looked
    "django_session", "access_user", "access_membership", "access_service", "audit_auditevent",
)  # fmt: skip

client = Client(SERVER_NAME="127.0.0.1")
LEADS = Membership.objects.filter(role="lead").order_by("pk")  # a copied service has a lead a copy
asking = LEADS[0].user if page == "reports" else User.objects.get(pk=therapist)
client.force_login(asking)
session = client.session
session.update({"second_factor": True, "time_zone": "UTC"})
session.save()
courses = Course.objects.filter(therapist=asking, ended_on=None).values_list("pk", flat=True)
narrowed = ["manual=dep16", "focus=grief", "manual=dep16&focus=grief"]
addresses = {
    "caseload": ["/caseload/"],
    "course": [f"/courses/{course}/" for course in courses],
    "reports": ["/reports/", *(f"/reports/?{chosen}" for chosen in narrowed)],
}[page]


def ask(number):
    answer = client.get(addresses[number % len(addresses)])
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code} from {addresses[number % len(addresses)]}")
    return answer


def of_the_page(sql):
    outer = sql
    while INNER.search(outer):
        outer = INNER.sub("", outer)
    main = outer.partition(" FROM ")[2].partition(" ")[0].strip('"')
    return sql.startswith("SELECT") and main not in AROUND


def figures(answer):
    asked = []
    for number in range(len(addresses)):
        with CaptureQueriesContext(connection) as queries:
            ask(number)
        asked.append(sum(of_the_page(query["sql"]) for query in queries))
    return {"queries": max(asked), "bytes": len(answer.content)}


report_requests(ask, requests, figures)
