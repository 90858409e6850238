"""What everybody was told, held against what the database keeps in the end."""

from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

from tests.cluster.load import Book

_OVERSOLD = """
select count(*) from availability_takenplaces t
where t.taken > t.capacity or t.taken <> (
  select count(*) from orientation_orientation o
  where o.slot_id = t.slot_id and o.day = t.day and o.state not in ('cancelled', 'declined'))
"""


def against(book: Book, mails: Path) -> dict[str, Any]:
    """Figures of the whole run."""
    from django.db import connections

    from sas.rooms.orientation.models import Orientation, OrientationRequest
    from sas.rooms.outbox.models import OutgoingMail

    # This process's own went with the primary that was lost.
    connections.close_all()
    made = {str(one.key) for one in OrientationRequest.objects.exclude(orientation=None)}
    recorded = {one.key for one in book.told if one.status == 303}
    refused = {one.key for one in book.told if one.status == 409}
    return {
        "told_recorded": len(recorded),
        "told_refused": len(refused),
        "told_after_a_repetition": sum(one.attempts > 1 for one in book.told),
        "lost": len(recorded - made),
        "refused_but_recorded": len(refused & made),
        "twice": Orientation.objects.count() - len(made),
        "oversold": _oversold(),
        "edits_told": len(book.edits),
        "edits_lost": len(set(book.edits) - _published()),
        "mails": dict(Counter(OutgoingMail.objects.values_list("state", flat=True))),
        "mails_twice": sum(count - 1 for count in _caught(mails).values()),
    }


def _oversold() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_OVERSOLD)
        (count,) = cursor.fetchone() or (-1,)
        return int(count)


def _published() -> set[tuple[int, str, str]]:
    from sas.rooms.availability.models import AgendaSlot

    return {(slot.place_id, slot.first_day.isoformat(), f"{slot.start:%H:%M}") for slot in AgendaSlot.objects.all()}


def _caught(mails: Path) -> Counter[tuple[str, str]]:
    """How often each mail reached the mail server: more than once when what was said of it went with a primary."""
    told = [message_from_bytes(path.read_bytes()) for path in mails.glob("*.eml")]
    return Counter((str(one["Message-ID"]), str(one["X-Envelope-To"])) for one in told)
