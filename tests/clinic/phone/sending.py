"""What a phone sends: answers, a practice, an exercise."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.questionnaires.models import MeasureRequest
from tests.factories import Case

DOOR = "/me/phone/entries/"


def answered(asked: MeasureRequest, value: int = 1, **but: int) -> dict[str, Any]:
    given = {item.id: str(value) for item in asked.loaded.items}
    return given | {item: str(said) for item, said in but.items()} | {"revision": "0"}


def entry(case: Case, kind: str, of: object, fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = timezone.now() - timedelta(hours=5)
    whole = {"id": str(uuid7()), "participant": str(case.participant.pk), "kind": kind, "of": str(of)}
    return whole | {"made_at": made.isoformat(), "fields": fields} | more


def send(phone: Client, sent: dict[str, Any]) -> dict[str, Any]:
    reply = phone.post(DOOR, json.dumps(sent), content_type="application/json")
    return {"status": reply.status_code, **reply.json()}


def used(**more: Any) -> dict[str, Any]:
    began = (timezone.now() - timedelta(hours=5)).isoformat()
    use = {"seconds": 300, "before_tension": 6, "after_tension": 4, "form": "five_minutes", "began_at": began}
    return use | {"stopped_by": "", "details": '{"rate": 6}'} | more
