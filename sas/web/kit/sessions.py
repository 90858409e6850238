"""The sessions of Django's own store, read and kept by prepared statements: every page begins with the first."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest
from django.utils import timezone

from sas.statements import run

OPENED, SEEN = "opened", "seen"
"""When a session was opened, and last used by a person: seconds of the epoch."""
_NOTED_EVERY = 300
"""Seconds: a session is written no more often for having been used."""

_SESSION = "select session_data from django_session where session_key = %(key)s and expire_date > %(now)s"
_KEEP = """
update django_session set session_data = %(data)s, expire_date = %(expires)s where session_key = %(key)s returning true
"""


class SessionStore(db.SessionStore):
    """Begun, listed and ended as Django does it (ADR 12)."""

    def load(self) -> dict[str, Any]:
        """What the session holds; of one that is over or unknown, nothing, and the key is forgotten."""
        for (data,) in run(_SESSION, {"key": self.session_key, "now": timezone.now()}):
            return self.decode(data)
        self._session_key = None
        return {}

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  as Django calls it
        """Keep what the session holds now. Raises UpdateError when it was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        data, expires = self.encode(self._get_session()), self.get_expiry_date()
        if not run(_KEEP, {"key": self.session_key, "data": data, "expires": expires}):
            raise UpdateError


def is_over(session: Any, *, now: datetime) -> bool:
    """Whether SESSION_HOURS went by since it was opened, or SESSION_IDLE_MINUTES since a person used it (ADR 57)."""
    moment = int(now.timestamp())
    since_opened, since_used = (moment - session.get(mark, moment) for mark in (OPENED, SEEN))
    return since_opened >= settings.SESSION_COOKIE_AGE or since_used >= settings.SESSION_IDLE_SECONDS


def note_use(request: HttpRequest) -> None:
    """Keep that a person uses the session: what an open page fetches by itself is no use of it."""
    by_person = (
        request.method != "GET"
        or "HX-Request" in request.headers
        or request.headers.get("Sec-Fetch-Dest", "document") == "document"
    )
    moment = int(request.now.timestamp())
    if by_person and moment - request.session.get(SEEN, moment) >= _NOTED_EVERY:
        request.session[SEEN] = moment
