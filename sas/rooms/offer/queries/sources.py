"""What a card says of the editor whose slots stand on it, and of their age (issue 7)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sas.rooms.editors.enums import Known
from sas.rooms.editors.queries import Age
from sas.rooms.offer.queries.wording import PARIS, short_date
from sas.rooms.offer.rules import clock


def told_source(*, editor: str, known: str, age: Age | None, now: datetime) -> dict[str, str]:
    """`updated` in small under the card, or `notice` beside the days when what is shown may not be true any more."""
    if not known:
        return {}
    if known == Known.AWAITED:
        return {"notice": f"{editor} : disponibilités en cours de lecture"}
    if known == Known.FAILED or age is None:
        return {"notice": f"Disponibilités de {editor} non actualisées : l'éditeur n'a pas encore répondu"}
    when = _when(age.read_at, now=now)
    if age.stale:
        return {"notice": f"Disponibilités de {editor} non actualisées depuis {when}", "updated": ""}
    return {"updated": f"Disponibilités de {editor} lues à {when}"}


def _when(moment: datetime, *, now: datetime) -> str:
    """On the wall of Paris, where the regulation reads it: 14h05, or 22h40, dimanche 22 nov."""
    local, today = moment.astimezone(ZoneInfo(PARIS)), now.astimezone(ZoneInfo(PARIS)).date()
    return clock(local) if local.date() == today else f"{clock(local)}, {short_date(local.date())}"
