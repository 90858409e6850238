"""The quarter that an address asks for, and those that its page proposes."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from sas.rooms.indicators.rules import Quarter, latest_quarters, read_quarter

SHOWN = 8
"""Two years."""
_PARIS = ZoneInfo("Europe/Paris")


def quarters_shown(request: HttpRequest) -> tuple[Quarter, ...]:
    """The newest first."""
    return latest_quarters(_today(request), SHOWN)


def quarter_asked(request: HttpRequest) -> Quarter:
    """By « trimestre=2026-T4 » in the address or the form; else, and for any other one, that of today in Paris."""
    asked = read_quarter((request.POST or request.GET).get("trimestre", ""))
    proposed = quarters_shown(request)
    return asked if asked in proposed else proposed[0]


def _today(request: HttpRequest) -> date:
    return request.now.astimezone(_PARIS).date()
