"""Writing events down: one statement, on its own, which waits for no disk."""

import json
from collections.abc import Sequence
from datetime import datetime

from sas.actor import Actor
from sas.rooms.usage.rules import Event, checked
from sas.statements import WAITING_FOR_NO_DISK, run

# A transaction of its own without BEGIN nor COMMIT: one round trip. What a crash of the server loses of it is lost.
_ADD = f"""
insert into usage_usageevent (name, at, origin, content)
select name, %(at)s, origin, content
from unnest(%(names)s::text[], %(origins)s::text[], %(contents)s::jsonb[]) as told (name, origin, content)
where {WAITING_FOR_NO_DISK}
"""


def record(*, actor: Actor, events: Sequence[Event], now: datetime) -> None:
    """Write what happened, to the minute (F-265); none of it says who.

    Raises ValueError for an event outside its schema, and the database's errors: the caller, whose page is answered
    whatever happens here, logs and forgets.
    """
    told = [checked(event) for event in events]
    run(
        _ADD,
        {
            "at": now.replace(second=0, microsecond=0),
            "names": [event.name.value for event in told],
            "origins": [event.origin.value for event in told],
            "contents": [json.dumps(event.content, ensure_ascii=False) for event in told],
        },
    )
