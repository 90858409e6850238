"""Who may be told, on which morning, and of which days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.actor import Actor, Role
from sas.dates import day_in_words
from sas.errors import Refused
from sas.rooms.digests.enums import Period

NATIONAL = frozenset({Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR})
READERS = (Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL, *sorted(NATIONAL))
CERTIFICATES_WITHIN = timedelta(days=30)

_PARIS = ZoneInfo("Europe/Paris")
_HOUR = 6
_NOT_READER = "Les résumés sont envoyés aux gestionnaires de comptes, aux référents et aux administrateurs."
_NOT_PLATFORM = "Les résumés sont envoyés par la plateforme."


@dataclass(frozen=True, slots=True)
class Days:
    """Those that a summary tells of, both included."""

    period: Period
    first: date
    last: date

    @property
    def words(self) -> str:
        """« du lundi 16 novembre au dimanche 22 novembre 2026 », « novembre 2026 »."""
        if self.period is Period.MONTHLY:
            return day_in_words(self.last, "F Y")
        return f"du {day_in_words(self.first, 'l j F')} au {day_in_words(self.last, 'l j F Y')}"

    @property
    def begin(self) -> datetime:
        """Their first instant in Paris."""
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=_PARIS)

    @property
    def until(self) -> datetime:
        """The instant after them."""
        after = self.last + timedelta(days=1)
        return datetime(after.year, after.month, after.day, tzinfo=_PARIS)


def may_choose(actor: Actor) -> Refused | None:
    """Whoever answers for a territory, or for the country."""
    return None if actor.has(*READERS) else Refused(_NOT_READER)


def may_send(actor: Actor) -> Refused | None:
    """The platform only."""
    return None if actor.is_platform else Refused(_NOT_PLATFORM)


def due(now: datetime) -> tuple[Days, ...]:
    """What is told this morning: from six o'clock in Paris, on Mondays the week before, on the 1st the month before."""
    there = now.astimezone(_PARIS)
    yesterday = there.date() - timedelta(days=1)
    if there.hour < _HOUR:
        return ()
    weekly = Days(Period.WEEKLY, yesterday - timedelta(days=6), yesterday)
    monthly = Days(Period.MONTHLY, yesterday.replace(day=1), yesterday)
    return (*([weekly] if there.weekday() == 0 else []), *([monthly] if there.day == 1 else []))
