"""« État du service »: what works now, for anybody; each fault is shown as what it is, and nothing of anyone's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.rooms.editors import queries as editors
from sas.rooms.outbox import queries as outbox
from sas.web.kit.access import standing

READ_EVERY = 10
"""Seconds during which a process answers what it found, however many ask."""
WORKER_SILENT = timedelta(minutes=1)
"""A worker says every ten seconds that it lives."""
MAIL_LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the service. `works`: None when nobody can tell now, or it is not used here."""

    name: str
    works: bool | None
    state: str
    told: str

    @property
    def badge(self) -> str:
        """Of the design system."""
        return {True: "success", False: "error", None: "info"}[self.works]


@standing()
def status(request: HttpRequest) -> HttpResponse:
    """All parts, as they were at most ten seconds ago; 200 whatever they are: the page itself works."""
    window = int(request.now.timestamp()) // READ_EVERY
    parts = parts_at(window)
    return render(
        request,
        "public/status.html",
        {"parts": parts, "at": request.now, "all_work": all(one.works is not False for one in parts)},
    )


@lru_cache(maxsize=1)
def parts_at(window: int) -> tuple[Part, ...]:
    """What is found at this moment; asked once in each window."""
    now = datetime.fromtimestamp((window + 1) * READ_EVERY, UTC)
    web = Part("Pages", works=True, state="Fonctionnent", told="Vous lisez cette page.")
    try:
        return web, *_from_database(now)
    except (DatabaseError, InterfaceError):
        down = "La base de données ne répond pas : la recherche, les agendas et les connexions sont interrompus."
        unknown = (("Travaux de fond", _UNKNOWN), ("Courriels", _UNKNOWN), ("Logiciels de rendez-vous", _UNKNOWN))
        return (
            web,
            Part("Base de données", works=False, state="En panne", told=down),
            *(Part(name, works=None, state="Inconnu", told=told) for name, told in unknown),
        )


_UNKNOWN = "On le lit dans la base de données, qui ne répond pas."


def _from_database(now: datetime) -> Iterator[Part]:
    beat = queue.last_beat()
    yield Part("Base de données", works=True, state="Fonctionne", told="Recherche, agendas et connexions répondent.")
    yield _worker(beat, now)
    yield _mails(outbox.oldest_waiting(actor=Actor.NOBODY, now=now), now)
    yield _editors(editors.answering(actor=Actor.NOBODY))


def _worker(beat: datetime | None, now: datetime) -> Part:
    name = "Travaux de fond"
    if beat is None or now - beat > WORKER_SILENT:
        told = "Arrêtés : les courriels ne partent plus, les logiciels de rendez-vous ne sont plus interrogés."
        return Part(name, works=False, state="En panne", told=told)
    return Part(name, works=True, state="Fonctionnent", told="Courriels, indicateurs et mises à jour se font.")


def _mails(oldest: datetime | None, now: datetime) -> Part:
    if oldest and now - oldest > MAIL_LATE:
        told = "Des courriels attendent depuis plus de dix minutes : ils partiront dès que la messagerie répondra."
        return Part("Courriels", works=False, state="Retardés", told=told)
    return Part("Courriels", works=True, state="Fonctionnent", told="Aucun n'attend depuis plus de dix minutes.")


def _editors(found: editors.Answering) -> Part:
    name = "Logiciels de rendez-vous"
    if not found.asked:
        return Part(name, works=None, state="Non utilisés", told="Aucun n'est interrogé depuis cette plateforme.")
    if found.silent:
        told = f"{found.silent} sur {found.asked} ne répondent pas : leurs derniers créneaux connus restent affichés."
        return Part(name, works=False, state="Perturbés", told=told)
    return Part(name, works=True, state="Fonctionnent", told=f"{found.asked} interrogés, tous répondent.")
