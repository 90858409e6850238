"""What the run of the cluster counts is what it says: a loss, a double sale and a lost edit are seen."""

from datetime import date
from pathlib import Path
from uuid import uuid4

from sas.rooms.availability.models import TakenPlaces
from sas.rooms.orientation import operations
from tests.cluster.load import Book, Told
from tests.cluster.truth import against
from tests.factories import care

DAY = date(2026, 11, 23)


def test_what_is_lost_oversold_or_told_wrongly_is_counted(transactional_db: None, tmp_path: Path, now) -> None:
    territory, place = care.territory(), care.doctor_place()
    slot = care.published(place=place, owner=care.keeper(place), day=DAY, now=now)
    regulator, keys = care.regulator(territory), [uuid4() for _ in range(2)]
    for key in keys:
        operations.orient(actor=regulator, key=key, slot_id=slot, day=DAY, modality=None, now=now)
    book = Book(edits=[(place.id, "2026-11-23", "14:00"), (place.id, "2026-11-23", "15:00")])
    book.told = [Told(str(keys[0]), 303, 1), Told(str(uuid4()), 303, 2), Told(str(keys[1]), 409, 1)]
    found = against(book, tmp_path)
    wanted = {"told_recorded": 2, "told_refused": 1, "told_after_a_repetition": 1, "lost": 1, "refused_but_recorded": 1}
    wanted |= {"twice": 0, "oversold": 0, "edits_told": 2, "edits_lost": 1}
    assert {name: found[name] for name in wanted} == wanted
    TakenPlaces.objects.update(taken=1)
    assert against(book, tmp_path)["oversold"] == 1
