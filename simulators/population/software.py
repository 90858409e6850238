"""The software of the demonstration, all invented: publishers that professionals name, and LRMs of its territories."""

from datetime import datetime

from sas.actor import Actor
from sas.rooms.directory import operations as directory
from sas.rooms.directory import queries
from simulators.population.everybody import Territory

EDITORS = (
    "Agenda des Lilas",
    "Ardoise Logiciels",
    "Boussole Planning",
    "Cadran Bleu",
    "Carnet du Canal",
    "Fil d'Iroise",
    "Mirabelle Agenda",
    "Plannivert",
    "Rendez-vous Tilleul",
    "Sablier Santé",
    "Semainier",
)
STOPPED = "Clepsydre Médicale"
"""A publisher that stopped: those who named it keep it, nobody else is offered it."""
_LRMS = ("Vigie Régulation", "Carrefour Quinze")


def load_editors(*, now: datetime) -> tuple[int, ...]:
    """Add those that lack; returns the ids of all, in order, the one that stopped last."""
    known = {one.name: one.id for one in queries.editor_states(actor=Actor.SYSTEM)}
    return tuple(
        known.get(name)
        or directory.save_editor(actor=Actor.SYSTEM, editor_id=None, name=name, active=name != STOPPED, now=now)
        for name in (*EDITORS, STOPPED)
    )


def load_lrms(territories: tuple[Territory, ...], *, now: datetime) -> None:
    """Add those that lack: one for each territory, known by its first département."""
    known = {one.origin for one in queries.lrm_states(actor=Actor.SYSTEM)}
    for number, territory in enumerate(territories):
        origin = f"samu-{territory.departements[0]}"
        if origin not in known:
            name = f"{_LRMS[number % len(_LRMS)]} ({territory.name})"
            directory.save_lrm(actor=Actor.SYSTEM, lrm_id=None, origin=origin, name=name, active=True, now=now)
