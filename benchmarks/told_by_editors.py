"""Forty editors of a national directory and what they tell of its people, for benchmarks.snapshots."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from sas.actor import Actor
from sas.adapters.editors.values import Answer, Asked, Endpoint, FreeSlot, Label, Site
from sas.rooms.directory.models import Editor, Place
from sas.rooms.editors import operations
from sas.rooms.editors.models import EditorPace, EditorReading
from sas.rooms.editors.operations import Reached
from sas.timetable.modality import Modality

EDITORS, DAYS, A_DAY = 40, 2, 6
SLOTS = DAYS * A_DAY
_PER_MINUTE = 1_000_000
_SIZES = """
select relname, pg_size_pretty(pg_total_relation_size(oid)) from pg_class
where relkind = 'r' and (starts_with(relname, 'editors_') or starts_with(relname, 'offer_'))
order by pg_total_relation_size(oid) desc limit 6
"""


def declared(now: datetime) -> list[Reached]:
    """The editors, each professional's choice of one of them, and whom they are to be asked about."""
    ids = [Editor.objects.update_or_create(name=f"Banc {number}")[0].id for number in range(EDITORS)]
    with connection.cursor() as cursor:
        cursor.execute(
            "update participation_professionalsettings set has_software = true, editor_slots_refused = false,"
            " editors = array[(%s::bigint[])[1 + professional_id %% %s]]",
            [ids, EDITORS],
        )
    reached = [Reached(Endpoint(one, "https://editeur.banc.example/fhir"), per_minute=_PER_MINUTE) for one in ids]
    started = time.perf_counter()
    moved = operations.plan(actor=Actor.SYSTEM, reached=reached, now=now)
    print(f"planned     {time.perf_counter() - started:6.1f} s: {moved:,} readings begun or ended")
    return reached


class People:
    """What editors tell of each professional: the same in every round, but for those whose turn it is to change."""

    def __init__(self, now: datetime) -> None:
        rows = Place.objects.filter(professional__isnull=False).select_related("professional").order_by("id")
        self._places = {one.professional.national_id: one for one in rows if one.professional}
        self._rank = {number: rank for rank, number in enumerate(self._places)}
        self._begin = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self._every = 0

    def __len__(self) -> int:
        return len(self._places)

    def change(self, every: int) -> None:
        """From now on one person in `every` has another last slot; 0: as before."""
        self._every = every or self._every

    def answer(self, requests: Sequence[tuple[Endpoint, Asked]]) -> list[Answer]:
        """As the reader gives it."""
        return [self._answer(where.editor_id, asked) for where, asked in requests]

    def _answer(self, editor_id: int, asked: Asked) -> Answer:
        sites = tuple(self._site(number) for number in asked.identifiers)
        return Answer(editor_id, asked, sites, {}, None, "", asked_at=asked.start, milliseconds=100)

    def _site(self, number: str) -> Site:
        place = self._places[number]
        return Site(
            professional=number,
            association=None,
            identifiers=(),
            local_id=f"lieu-{place.id}",
            name="Cabinet",
            line=place.address,
            postal_code=place.postal_code,
            city="",
            phone="",
            slots=tuple(self._slots(number)),
        )

    def _slots(self, number: str) -> list[FreeSlot]:
        starts = [self._begin + timedelta(hours=24 * day + at) for day in range(DAYS) for at in range(A_DAY)]
        if self._every and self._rank[number] % self._every == 0:
            starts[-1] += timedelta(minutes=30)
        return [_free(number, start) for start in starts]


def _free(number: str, start: datetime) -> FreeSlot:
    return FreeSlot(
        slot_id=f"{number}-{start:%d%H%M}",
        start=start,
        end=start + timedelta(minutes=20),
        labels=frozenset({Label.PUBLIC}),
        modalities=Modality.OFFICE,
        bookable=True,
        reason="Consultation",
        specialties=(),
        url=f"https://rdv.banc.example/agenda/{number}",
        cpts=(),
    )


def read_all(reached: Sequence[Reached], people: People, *, now: datetime) -> tuple[int, float, int]:
    """One round: everybody is due and asked about; returns how many, the seconds it took, and answers stored."""
    EditorReading.objects.filter(professional__isnull=False).update(due_at=now)
    EditorReading.objects.filter(professional__isnull=True).delete()
    EditorPace.objects.update(used=0)
    due, answers, started = EditorReading.objects.count(), 0, time.perf_counter()
    while turn := operations.refresh(actor=Actor.SYSTEM, reached=reached, ask=people.answer, now=now).requests:
        answers += turn
    return due, time.perf_counter() - started, answers


def sizes() -> list[tuple[str, str]]:
    """The biggest tables of editors and of the search, indexes included."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        return [(f"{name}, with its indexes", size) for name, size in cursor.fetchall()]
