"""Who may do what: the whole table."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a service."""

    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    RECEPTION = "reception"


class Standing(StrEnum):
    """How a person stands to a row: by their course, or by their role in its service."""

    PATIENT = "patient"  # a participant of this course
    TREATING = "treating"  # the course's therapist
    SUPERVISING = "supervising"  # the course's supervisor
    THERAPIST = "therapist"  # has the role in the service, without being the course's
    SUPERVISOR = "supervisor"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    RECEPTION = "reception"


class Permission(StrEnum):
    """One thing a person may be allowed to do."""

    PORTAL_USE = "portal use"
    MEASURE_ANSWER = "measure answer"
    CASELOAD_VIEW = "caseload view"
    COURSE_VIEW = "course view"
    COURSE_EDIT = "course edit"  # sessions, tasks, formulation, focus, contract, ending
    COURSE_BEGIN = "course begin"
    INVENTORY_EDIT = "inventory edit"
    MEASURE_ASK = "measure ask"  # also entering answers from paper or speech
    ALERT_LIST = "alert list"  # those that are this person's to look at
    ALERT_REVIEW = "alert review"
    SAFETY_EDIT = "safety edit"
    PRIVATE_ENQUIRY = "private enquiry"  # about fear and violence: seen, kept and released
    DIARY_VIEW = "diary view"  # names and times, nothing clinical
    APPOINTMENT_BOOK = "appointment book"
    ENQUIRY_HANDLE = "enquiry handle"
    SUPERVISION_VIEW = "supervision view"  # one's own supervision: as a therapist, or of those one supervises
    TALK_SIGN = "talk sign"  # what was talked about in supervision
    SESSION_CHOOSE = "session choose"  # for supervision, or drawn by chance
    SESSION_RATE = "session rate"  # one's own rating of a chosen session
    SIGNAL_FOLLOW = "signal follow"  # a note beside a reading, and the close
    REPORT_VIEW = "report view"
    DATA_IMPORT = "data import"
    SETTINGS_EDIT = "settings edit"


P = Permission
MAY: dict[Standing, frozenset[Permission]] = {
    Standing.PATIENT: frozenset({P.PORTAL_USE, P.MEASURE_ANSWER}),
    Standing.TREATING: frozenset(
        {
            P.COURSE_VIEW,
            P.COURSE_EDIT,
            P.INVENTORY_EDIT,
            P.MEASURE_ASK,
            P.ALERT_REVIEW,
            P.SAFETY_EDIT,
            P.PRIVATE_ENQUIRY,
            P.APPOINTMENT_BOOK,
            P.SESSION_CHOOSE,
            P.SESSION_RATE,
            P.SIGNAL_FOLLOW,
        }
    ),
    Standing.SUPERVISING: frozenset(
        {
            P.COURSE_VIEW,
            P.ALERT_REVIEW,
            P.SAFETY_EDIT,
            P.PRIVATE_ENQUIRY,
            P.SESSION_CHOOSE,
            P.SESSION_RATE,
            P.SIGNAL_FOLLOW,
        }
    ),
    Standing.THERAPIST: frozenset(
        {
            P.CASELOAD_VIEW,
            P.ALERT_LIST,
            P.DIARY_VIEW,
            P.COURSE_BEGIN,
            P.ENQUIRY_HANDLE,
            P.SUPERVISION_VIEW,
            P.TALK_SIGN,
        }
    ),
    Standing.SUPERVISOR: frozenset({P.CASELOAD_VIEW, P.ALERT_LIST, P.SUPERVISION_VIEW, P.TALK_SIGN}),
    Standing.LEAD: frozenset(
        {P.ENQUIRY_HANDLE, P.COURSE_BEGIN, P.REPORT_VIEW, P.DATA_IMPORT, P.ALERT_LIST, P.ALERT_REVIEW}
    ),
    Standing.ADMINISTRATOR: frozenset({P.SETTINGS_EDIT, P.DATA_IMPORT}),
    Standing.RECEPTION: frozenset({P.ENQUIRY_HANDLE, P.DIARY_VIEW, P.APPOINTMENT_BOOK}),
}
