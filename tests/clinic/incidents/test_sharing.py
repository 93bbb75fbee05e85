"""A recording that is shared: by an act of its own, sealed, heard by two, and gone on its day."""

import base64
import re
from datetime import date

import pytest
import time_machine

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.courses.sealing import CannotOpen, unseal_bytes
from clinic.incidents import actions, audio
from clinic.incidents.models import SharedRecording
from clinic.jobs.periodic import PERIODIC
from clinic.safety.lock import Closed
from tests import factories
from tests.clinic.incidents.moments import SOUND, opened, share
from tests.clinic.safety.test_private import TELLING
from tests.clinic.safety.test_views import words
from tests.conftest import NOW, signed_in


def typed(**more):
    sound = base64.b64encode(SOUND).decode()
    return {"place": "2", "delete_on": "2026-11-26", "consent": "on", "recording": sound, **more}


def heard_at(recording):
    return f"/courses/{recording.participant.course_id}/incidents/recordings/{recording.pk}/"


def test_another_patient_finds_neither_lines_nor_recording(case, given):
    recording = share(given, case)
    other = signed_in(factories.course(of=case.service, therapist=case.therapist).patient.user)
    for rest in (f"{given.pk}/", f"{given.pk}/share/", f"recordings/{recording.pk}/withdraw/"):
        assert other.post(f"/me/practice/lines/{rest}", typed()).status_code == 404
    recording.refresh_from_db()
    assert recording.sealed


def test_sharing_is_an_act_of_its_own_with_consent_in_words_and_a_day(case, given, patient):
    at = f"/me/practice/lines/{given.pk}/share/"
    assert patient.post(at, typed(consent="")).status_code == 422
    for day in ("2026-11-12", "2026-12-13"):
        assert "at most 30 days ahead" in words(patient.post(at, typed(delete_on=day)))
    refused = patient.post(at, typed(place="1"))
    assert refused.status_code == 422
    assert f'action="/me/practice/lines/{given.pk}/" id="go"' in refused.content.decode()
    assert not SharedRecording.objects.exists()
    reply = patient.post(at, typed(), follow=True)
    recording = SharedRecording.objects.get()
    assert recording.consent.startswith("I want to share this recording.")
    assert (recording.delete_on, recording.media_type) == (date(2026, 11, 26), "audio/webm")
    assert "It is deleted on 26 November." in words(reply)


def test_a_recording_sent_three_times_is_kept_once_and_does_not_come_back(case, given, patient):
    page = patient.get(f"/me/practice/lines/{given.pk}/").content.decode()
    shared = page[page.index('id="share"') :]
    sent = typed(id=re.search(r'name="id" value="([^"]+)"', shared)[1])
    for _ in range(3):
        assert patient.post(f"/me/practice/lines/{given.pk}/share/", sent).status_code == 302
    recording = SharedRecording.objects.get()
    assert AuditEvent.objects.filter(did="shared a recording").count() == 1
    assert actions.listen(recording=recording, by=case.therapist) == SOUND
    actions.withdraw_recording(recording=recording, by=case.patient.user)
    patient.post(f"/me/practice/lines/{given.pk}/share/", sent)
    assert SharedRecording.objects.get().sealed is None


def test_another_recording_from_the_same_page_is_another(case, given):
    first = share(given, case)
    longer = share(given, case, id=first.pk, recording=SOUND + b"again")
    assert {first.pk, longer.pk} == set(SharedRecording.objects.values_list("pk", flat=True))
    assert first.pk != longer.pk


@pytest.mark.parametrize(
    "sound", [b"", b"<html>not a sound</html>", b"RIFF0000WAVE", SOUND[:4] + b"0" * audio.LARGEST]
)
def test_what_is_no_recording_or_too_large_is_not_kept(case, given, patient, sound):
    sent = typed(recording=base64.b64encode(sound).decode())
    assert patient.post(f"/me/practice/lines/{given.pk}/share/", sent).status_code == 422
    with pytest.raises(ValueError, match="no recording"):
        share(given, case, recording=sound)
    assert not SharedRecording.objects.exists()


def test_nothing_is_shared_where_the_lock_is_closed(case, sam, given, patient):
    opened(case, sam, "not_safe")
    reply = patient.post(f"/me/practice/lines/{given.pk}/share/", typed())
    assert "put away" in words(reply) and not TELLING.search(words(reply))
    with pytest.raises(Closed):
        share(given, case)


def test_a_recording_is_sealed_and_bound_to_its_place(case, given):
    recording, other = share(given, case), share(given, case)
    assert b"my own voice" not in bytes(recording.sealed)
    with pytest.raises(CannotOpen):
        unseal_bytes(bytes(recording.sealed), bound_to=f"recording:{other.pk}")


def test_therapist_and_supervisor_alone_listen_and_it_is_in_the_audit(case, given, therapist, patient):
    recording = share(given, case)
    supervisor = signed_in(case.supervisor)
    for one in (therapist, supervisor):
        reply = one.get(heard_at(recording))
        assert reply.content == SOUND and reply.headers["Content-Type"] == "audio/webm"
        assert reply.headers["Cache-Control"] == "no-store"
    who = AuditEvent.objects.filter(did="listened to a recording").values_list("by_id", flat=True)
    assert set(who) == {case.therapist.pk, case.supervisor.pk}
    lead = signed_in(factories.member(Role.LEAD, case.service))
    colleague = signed_in(factories.member(Role.THERAPIST, case.service))
    assert [one.get(heard_at(recording)).status_code for one in (lead, colleague, patient)] == [404, 404, 403]


def test_a_recording_is_deleted_on_its_day_and_only_that_it_existed_stays(case, given):
    recording, later = share(given, case), share(given, case, delete_on=date(2026, 12, 1))
    job = next(job for job in PERIODIC if job.name == "delete recordings whose day has come")
    with time_machine.travel(NOW.replace(day=25), tick=False):
        job.do()
        assert SharedRecording.objects.exclude(sealed=None).count() == 2
    with time_machine.travel(NOW.replace(day=26, hour=0, minute=5), tick=False):
        assert signed_in(case.therapist).get(heard_at(recording)).status_code == 404
        job.do()
    recording.refresh_from_db()
    assert (recording.sealed, recording.deleted_because, recording.size) == (None, "date", len(SOUND))
    later.refresh_from_db()
    assert later.sealed
    assert AuditEvent.objects.get(did="deleted a recording").by_id is None


def test_it_is_not_heard_on_its_day_even_before_the_job_came(case, given):
    recording = share(given, case)
    with time_machine.travel(NOW.replace(day=26, hour=1), tick=False):
        assert actions.listen(recording=recording, by=case.therapist) is None


def test_taking_it_back_deletes_it_at_once(case, given, patient, therapist):
    recording = share(given, case)
    reply = patient.post(f"/me/practice/lines/recordings/{recording.pk}/withdraw/", follow=True)
    assert "The recording is deleted." in words(reply)
    assert SharedRecording.objects.get().sealed is None
    assert therapist.get(heard_at(recording)).status_code == 404
    incident = f"/courses/{case.course.pk}/incidents/{given.account.incident_id}/"
    assert "taken back and deleted" in words(therapist.get(incident))


def test_the_file_of_ones_data_names_the_recording_and_not_its_bytes(case, given, patient):
    share(given, case)
    held = patient.get("/me/my-data/download/").json()["courses"][0]["recordings_shared"]
    assert held[0]["delete_on"] == "2026-11-26" and "sealed" not in held[0]
