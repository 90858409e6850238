"""How long something is tried, what problems mean, who may look at the exchanges, what is kept of a secret."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sas import keyed
from sas.actor import Actor, Role
from sas.errors import Refused

BATCH = 10
"""Messages sent over one line."""
MOST_ATTEMPTS = 10
"""With the waits below, about four hours. A Hub that cannot be reached uses up no attempt: only expiry ends that."""
KEPT = timedelta(days=30)
"""How long the trace of a message is kept."""
VERSIONS_KEPT = timedelta(days=730)
"""How long what an editor said before its last report is kept: Avenant 9 is paid by the year, and what was told of a
year is disputed in the following one at the latest (F-270)."""
CONFLICT = 409
"""The software has an appointment of this id already: it wants an update."""

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
_HUB = "hub"
EXPIRED = "expired"
PROBLEMS = {
    EXPIRED: "Délai dépassé avant l'envoi",
    "away": "Hub Santé injoignable",
    "nack": "Le Hub Santé n'a pas pu garder le message",
    "unroutable": "Le Hub Santé n'a pas d'entrée à notre nom",
    "no answer": "Le Hub Santé n'a pas confirmé à temps",
    "refused": "Refusé par le logiciel",
    "error 200": "Notre identifiant ne correspond pas à notre certificat",
    "error 300": "Le modèle de message n'est pas celui du Hub Santé",
    "error 301": "Modèle de message inconnu du Hub Santé",
    "error 400": "Délai dépassé avant la remise",
    "error 409": "Rendez-vous déjà connu du logiciel",
    "error 500": "Le logiciel n'a pas retiré le message à temps",
    "error 501": "Le logiciel n'est pas connu du Hub Santé",
}
"""Sentences of the problems that have one; the others are shown by their code."""

STEPS = {
    "RECU": "reçu",
    "ERREUR": "en erreur",
    "INTEGRE": "intégré au dossier",
    "CONSULTE": "consulté",
    "SUPPRIME": "supprimé du dossier",
}
"""How far its software says that a message went."""


def lease(timeout: float) -> timedelta:
    """How long a batch may take, each wait of the line lasting `timeout` seconds at most: past it, its process died."""
    return timedelta(seconds=3 * timeout * (BATCH + 1))


def next_try(attempts: int, now: datetime) -> datetime:
    """When a message that failed `attempts` times is tried again: 10 seconds later, then 30, 90 … up to an hour."""
    return now + min(_FIRST_WAIT * int(3 ** min(attempts - 1, 9)), _LONGEST_WAIT)


def distribution_id(client_id: str, identity: UUID) -> str:
    """« fr.health.ptfsas_30c8e00d-… », as the Hub wants it."""
    return f"{client_id}_{identity}"


def identity_in(distribution: str) -> UUID | None:
    """The identity of a message of ours, None for anything else."""
    try:
        return UUID(distribution.rpartition("_")[2])
    except ValueError:
        return None


def may_answer(sender: str, recipient: str) -> bool:
    """The software written to, or the Hub itself: another client of the Hub says nothing of our messages."""
    return sender == recipient or sender.rpartition(".")[2] == _HUB


def may_see_exchanges(actor: Actor) -> Refused | None:
    """Administrators and the platform."""
    if actor.is_platform or actor.has(Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL):
        return None
    return Refused("Les échanges avec les logiciels de régulation sont réservés aux administrateurs.")


ACCOUNT_TRIES = 30
"""With the waits between tries, about a day; then a person decides."""
ACCOUNT_LEASE = timedelta(minutes=5)
"""Longer than ten accounts told to an editor, at three requests of seven seconds each: past it, the process died."""
ACCOUNT_PROBLEMS = {
    "away": "Serveur de l'éditeur injoignable",
    "tls": "Certificat refusé, ou qui n'est pas celui attendu",
    "timeout": "Pas de réponse en sept secondes",
    "not https": "Adresse sans https",
    "status 400": "Refusé : message mal formé (400)",
    "status 401": "Refusé : plateforme non reconnue (401)",
    "status 403": "Refusé : plateforme non autorisée (403)",
    "status 404": "Refusé : adresse inconnue (404)",
    "status 409": "Refusé : compte en conflit (409)",
    "status 412": "Refusé : plusieurs comptes de cet identifiant (412)",
    "status 422": "Refusé : règle de l'éditeur (422)",
    "status 429": "Trop de demandes (429)",
}
"""Sentences of the problems of accounts that have one, by how their codes start."""


def account_problem(code: str) -> str:
    """« Refusé : règle de l'éditeur (422), business-rule »; the code itself when it has no sentence."""
    start, detail = " ".join(code.split()[:2]), " ".join(code.split()[2:])
    said = ACCOUNT_PROBLEMS.get(start, start)
    return f"{said}, {detail}" if detail else said


def fingerprint(content: Mapping[str, object]) -> str:
    """The same for the same content, and tells nothing of it to who has the database alone."""
    return fingerprints(content)[0]


def fingerprints(content: Mapping[str, object]) -> list[str]:
    """The same, and what it was before SECRET_KEY was changed."""
    return keyed.digests(json.dumps(content, sort_keys=True), use="sas.exchanges.account")


def digest(secret: str) -> str:
    """What is kept of a client's secret: it is drawn by us, 256 bits, so that nobody can go through them all."""
    return sha256(secret.encode()).hexdigest()
