"""The trunk: a course, who takes part, its sessions, their records, and what was done when."""

from django.db import models
from django.utils import timezone

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.access.scope import ScopedQuerySet
from clinic.patients.models import Patient
from ipt.therapy import manuals
from ipt.therapy.manuals import Manual

NOT_RECORDED = "not recorded"  # how an imported course ended


class CourseQuerySet(ScopedQuerySet):
    """Courses, as lists show them."""

    def open(self) -> "CourseQuerySet":
        return self.filter(ended_on=None)

    def ended(self) -> "CourseQuerySet":
        return self.exclude(ended_on=None)


class Course(ClinicalRow):
    """A course of therapy from a manual, with a number of sessions fixed at the start."""

    manual = models.CharField(max_length=20)
    manual_version = models.CharField(max_length=20)
    planned_sessions = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, default="acute")  # acute or prevention
    therapist = models.ForeignKey(User, models.PROTECT, related_name="courses")
    supervisor = models.ForeignKey(User, models.PROTECT, null=True, related_name="supervised_courses")
    missed_count = models.BooleanField(default=True)  # whether a missed session uses one up
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_how = models.CharField(max_length=24, blank=True)

    to_course = ""
    objects = CourseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["therapist", "ended_on"]),
            models.Index(fields=["service", "id"]),  # every course of a service, a chunk at a time
        ]
        ordering = ["-began_on"]

    def in_manual(self) -> Manual:
        """The manual in the version this course began with."""
        return manuals.load(self.manual, self.manual_version)


class SessionsAgreement(VersionedRow):
    """Another number of sessions, proposed by the therapist with its reason, and what the patient said to it.

    The course's own number changes when the patient agrees, and by nothing else.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions_agreements")
    from_sessions = models.PositiveIntegerField()
    to_sessions = models.PositiveIntegerField()
    why = models.CharField(max_length=300)
    answer = models.CharField(max_length=12, blank=True)  # agreed, not agreed, taken back; empty: open
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_on = models.CharField(max_length=8, blank=True)  # phone (their own) or room
    words = models.CharField(max_length=300, blank=True)  # what the patient said to it

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["course", "version"], name="sessions_agreement_versions"),
            models.UniqueConstraint(
                fields=["course"], condition=models.Q(answer=""), name="one_open_sessions_agreement"
            ),
            models.CheckConstraint(
                name="sessions_agreement_answered_by_somebody",
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(answer=""),
            ),
        ]

    @property
    def open(self) -> bool:
        return not self.answer

    @property
    def agreed(self) -> bool:
        return self.answer == "agreed"

    @property
    def in_the_room(self) -> bool:
        return self.answered_on == "room"


class ParticipantQuerySet(ScopedQuerySet):
    """Participants, also as the patient finds them."""

    def own(self, user: User) -> "ParticipantQuerySet":
        """This person's own participations, the newest course first."""
        return (
            self.filter(patient__user=user).select_related("course", "patient").order_by("-course__began_on")
        )


class Participant(ClinicalRow):
    """A patient in a course; a course of one has one as well."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="participants")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=10, default="patient")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "patient"], name="once_in_a_course")]


class SessionQuerySet(ScopedQuerySet):
    """Sessions of a course."""

    def unsigned(self) -> "SessionQuerySet":
        return self.filter(signed_at=None)


class Session(ClinicalRow):
    """One numbered session of a course, begun, and perhaps signed."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField()
    attendance = models.CharField(max_length=24, default="attended")
    mode = models.CharField(max_length=10, default="room")  # room, video, phone
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="sessions_numbered_once")]


class Absence(ClinicalRow):
    """A session that did not take place and does not use one up."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="absences")
    on = models.DateField()
    kind = models.CharField(max_length=24)  # cancelled by patient, cancelled by therapist, missed
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on"]


class SessionDraft(ClinicalRow):
    """What is typed on the session page before it is signed; saved as it is typed."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="draft")
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    to_course = "session__course"


class SessionRecord(VersionedRow):
    """A signed record of a session; an amendment is the next version with its reason."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="records")
    summary = models.TextField(blank=True)  # for the patient
    remember = models.CharField(max_length=300, blank=True)  # the patient's own words
    line = models.CharField(max_length=500)  # what happened, in one line
    plan = models.TextField(blank=True)  # practice agreed and what next
    techniques = models.JSONField(default=list)
    risk_status = models.CharField(max_length=200, blank=True)
    why_amended = models.CharField(max_length=300, blank=True)

    to_course = "session__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["session", "version"], name="record_versions")]


class PrivateNote(VersionedRow):
    """A psychotherapy note, encrypted; only its author can open it."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="private_notes")
    sealed = models.BinaryField()

    to_course = "session__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["session", "written_by", "version"], name="note_versions")
        ]


class TaskDone(ClinicalRow):
    """A task of the manual, ticked by somebody in a session."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="tasks_done")
    task = models.CharField(max_length=60)
    session_number = models.PositiveIntegerField()
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "task"], name="a_task_done_once")]


class Suitability(VersionedRow):
    """A review of whether this therapy fits now, with the clinician's decision and reason."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="suitability_reviews")
    rulers = models.JSONField(default=dict)  # importance, confidence, readiness, accepts pattern: 0 to 10
    barriers = models.TextField(blank=True)
    fits = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
    preference = models.TextField(blank=True)
    decision = models.CharField(max_length=24)
    reason = models.TextField()

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="suitability_versions")]


class Diagnosis(VersionedRow):
    """What the difficulty is called, and how it was explained."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="diagnoses")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=20, blank=True)
    explained_on = models.DateField(null=True)
    explanation = models.TextField(blank=True)  # the words used with the patient

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="diagnosis_versions")]


class SickRole(VersionedRow):
    """What is eased for a while, by whom and until when; and what the patient undertakes."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="sick_roles")
    eased = models.TextField()
    eased_by = models.CharField(max_length=200)
    until = models.DateField(null=True)
    undertaking = models.TextField()

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="sick_role_versions")]


class Medication(ClinicalRow):
    """A medicine the patient takes or took, and who prescribes it."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="medications")
    name = models.CharField(max_length=120)
    dose = models.CharField(max_length=120, blank=True)
    prescriber = models.CharField(max_length=120)
    started_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["stopped_on", "name"]
