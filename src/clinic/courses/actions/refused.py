"""What a course does not allow as it stands."""

from django.utils.translation import gettext as _

from clinic.courses.models import Session, SessionDraft


class Refused(Exception):
    """The course does not allow it as it stands; the message says why."""


class SessionOpen(Refused):
    """Another session of the course is not signed yet; ``session`` is that one."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Session %d is still open.") % session.number)
        self.session = session


class DraftMoved(Refused):
    """The draft was saved from another window since; ``draft`` is what stands there now."""

    def __init__(self, draft: SessionDraft) -> None:
        super().__init__(_("The draft was saved from another window."))
        self.draft = draft
