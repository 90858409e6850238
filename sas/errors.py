"""Three ways to fail, and no other, cross the doors of the rooms."""


class Refused(Exception):
    """The actor may not do this. Carries the French sentence shown on the 403 page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooMany(Refused):
    """The actor may do this, but not that often; `seconds` is when to come back. Shown on the 429 page."""

    def __init__(self, reason: str, *, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Impossible(Exception):
    """The request is allowed but cannot be carried out as asked.

    Carries the French sentence shown, and the form field that it belongs to (None: the whole form).
    """

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class Unavailable(Exception):
    """An outside service did not answer; `service` is its French name as shown to the user."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


class Unconfirmed(Unavailable):
    """No standby of the database holds what was asked, which is told to nobody as done (ADR 56).

    `recorded`: the primary alone holds it, and may yet lose it; otherwise nothing was recorded.
    """

    def __init__(self, *, recorded: bool) -> None:
        super().__init__("La copie de secours de la base de données")
        self.recorded = recorded
