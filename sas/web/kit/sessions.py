"""The sessions of Django's own store, read by a prepared statement: every page begins with it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from sas.statements import run

_SESSION = "select session_data from django_session where session_key = %(key)s and expire_date > %(now)s"


class SessionStore(db.SessionStore):
    """Written, listed and ended as Django does it (ADR 12)."""

    def load(self) -> dict[str, Any]:
        """What the session holds; of one that is over or unknown, nothing, and the key is forgotten."""
        for (data,) in run(_SESSION, {"key": self.session_key, "now": timezone.now()}):
            return self.decode(data)
        self._session_key = None
        return {}
