"""Accounts and appointments in a file, so that an editor that stops forgets nobody: the platform tells each once."""

import json
import threading
from datetime import datetime
from pathlib import Path

from simulators.editor.bookings import Booking
from simulators.editor.editor import Editor
from simulators.editor.fhir import Json
from simulators.editor.world import PUBLIC, Time, World

_lock = threading.Lock()


def write(path: Path, editor: Editor) -> None:
    """Replace the file at once."""
    with _lock:
        told = {
            "accounts": list(editor.regulators.known.values()),
            "bookings": [_written(one) for one in [*editor.bookings.known.values()]],
        }
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        unfinished.rename(path)


def restore(path: Path, editor: Editor) -> None:
    """What `write` kept, if anything; an appointment at a place that left the editor's world is gone with it."""
    if not path.exists():
        return
    told = json.loads(path.read_text(encoding="utf-8"))
    editor.regulators.known = {one["id"]: one for one in told["accounts"]}
    for one in told["bookings"]:
        if booking := _read(one, editor.world):
            editor.bookings.known[booking.number] = booking


def _written(one: Booking) -> Json:
    slot = {"id": one.slot.id, "start": one.slot.start.isoformat(), "end": one.slot.end.isoformat()}
    return {
        "number": one.number,
        "place": one.slot.point.id,
        "slot": slot,
        "holder": one.holder,
        "regulator": one.regulator,
        "created": one.created.isoformat(),
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "status": one.status,
        "told": one.told,
    }


def _read(told: Json, world: World) -> Booking | None:
    point, slot, moment = world.point(told["place"]), told["slot"], datetime.fromisoformat
    if point is None:
        return None
    return Booking(
        number=told["number"],
        slot=Time(slot["id"], point, PUBLIC, moment(slot["start"]), moment(slot["end"])),
        holder=told["holder"],
        regulator=told["regulator"],
        created=moment(told["created"]),
        start=moment(told["start"]),
        end=moment(told["end"]),
        status=told["status"],
        told=told["told"],
    )
