"""How an editor is reached, and what its addresses and certificates may be (F-261, F-264)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sas.errors import Impossible
from sas.rooms.directory.enums import EditorMedia

MOST_HOSTS = 20
LARGEST_PAGE = 1000
MOST_PER_MINUTE = 6000
EXPIRES_SOON = timedelta(days=30)
"""A certificate is worth an alarm from then on: a new one takes weeks to be had."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|localhost):[1-9][0-9]{0,4}")
_HOST = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_ORIGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
_SUBJECT = re.compile(r"[^\x00-\x1f\x7f]{0,120}")
_SYSTEM = re.compile(r"(?=.{1,200}$)(urn:oid:[0-2](\.(0|[1-9][0-9]*))+|https?://[^\s|]{3,})")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")


@dataclass(frozen=True, slots=True)
class EditorConnection:
    """How one editor is reached in this environment, and how it is known when it calls us.

    `base_url` empty: it is not asked. `per_minute` 0: no limit of its own. `booking_origin`: the value of `origin` in
    booking links. `end_to_end`: patients are booked in it, else by phone. `appointment_system`: the only
    `identifier.system` that it may report appointments under, empty when it reports none.
    """

    base_url: str = ""
    accept: str = EditorMedia.GUIDE.value
    expected_cn: str = ""
    expected_ou: str = ""
    hosts: tuple[str, ...] = ()
    page_size: int | None = None
    end_to_end: bool = False
    per_minute: int = 0
    booking_origin: str = "sas"
    client_cn: str = ""
    client_ou: str = ""
    appointment_system: str = ""
    accounts_sent: bool = False


def connection_changes(before: EditorConnection, after: EditorConnection) -> list[str]:
    """The names of what differs, never the values."""
    names = [one.name for one in fields(EditorConnection)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def checked_connection(asked: EditorConnection, *, loopback: bool = False) -> EditorConnection:
    """The same as it is kept; raises Impossible beside the field that cannot be.

    `loopback`: a demonstration, whose editors may stand on this machine and speak plain HTTP.
    """
    kept = replace(
        asked,
        base_url=_checked_base(asked.base_url, loopback=loopback),
        hosts=_checked_hosts(asked.hosts, loopback=loopback),
        expected_cn=_checked_subject(asked.expected_cn, "expected_cn"),
        expected_ou=_checked_subject(asked.expected_ou, "expected_ou"),
        client_cn=_checked_subject(asked.client_cn, "client_cn"),
        client_ou=_checked_subject(asked.client_ou, "client_ou"),
        appointment_system=asked.appointment_system.strip(),
    )
    for field, wrong, sentence in _BOUNDS:
        if wrong(kept):
            raise Impossible(sentence, field=field)
    return kept


_BOUNDS: tuple[tuple[str, Callable[[EditorConnection], bool], str], ...] = (
    ("accept", lambda one: one.accept not in EditorMedia.values, "Choisissez dans la liste."),
    (
        "page_size",
        lambda one: one.page_size is not None and not 1 <= one.page_size <= LARGEST_PAGE,
        f"De 1 à {LARGEST_PAGE} créneaux, ou rien.",
    ),
    ("per_minute", lambda one: not 0 <= one.per_minute <= MOST_PER_MINUTE, f"De 0 à {MOST_PER_MINUTE}."),
    (
        "booking_origin",
        lambda one: not _ORIGIN.fullmatch(one.booking_origin),
        "De 2 à 40 caractères : lettres sans accent, chiffres, point, tiret.",
    ),
    (
        "client_cn",
        lambda one: bool(one.client_ou) and not one.client_cn,
        "Donnez aussi le CN du certificat.",
    ),
    (
        "appointment_system",
        lambda one: bool(one.appointment_system) and not _SYSTEM.fullmatch(one.appointment_system),
        "« urn:oid: » suivi de nombres, ou une adresse ; 200 caractères au maximum.",
    ),
    (
        "appointment_system",
        lambda one: bool(one.appointment_system) and not one.client_cn,
        "Sans certificat client, il ne peut signaler aucun rendez-vous.",
    ),
    (
        "accounts_sent",
        lambda one: one.accounts_sent and not one.base_url,
        "Sans adresse, aucun compte ne peut lui être transmis.",
    ),
)


def certificate_is_ending(until: datetime | None, now: datetime) -> bool:
    """True for one that has ended, or ends within thirty days; one never seen ends nothing."""
    return until is not None and until <= now + EXPIRES_SOON


def _checked_base(text: str, *, loopback: bool) -> str:
    url = text.strip().rstrip("/")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_one = urlsplit(""), False
    host = parts.hostname or ""
    trial = loopback and parts.scheme in {"http", "https"} and host in _LOOPBACK
    safe = trial or (parts.scheme == "https" and bool(_HOST.fullmatch(host)))
    plain = not (parts.query or parts.fragment or parts.username is not None) and bool(_PATH.fullmatch(parts.path))
    if not (safe and plain and port_is_one and len(url) <= 200):
        raise Impossible(
            "Une adresse https, sans paramètre ni identifiant, par exemple « https://fhir.editeur.fr/sas ».",
            field="base_url",
        )
    return url


def _checked_hosts(asked: tuple[str, ...], *, loopback: bool) -> tuple[str, ...]:
    hosts = tuple(dict.fromkeys(one.strip().lower().rstrip(".") for one in asked if one.strip()))
    known = [one for one in hosts if _HOST.fullmatch(one) or (loopback and _LOOPBACK_HOST.fullmatch(one))]
    wrong = next((one for one in hosts if one not in known), None)
    if wrong is not None:
        raise Impossible(f"« {wrong[:60]} » n'est pas un nom d'hôte, par exemple « rdv.editeur.fr ».", field="hosts")
    if len(hosts) > MOST_HOSTS:
        raise Impossible(f"{MOST_HOSTS} hôtes au maximum.", field="hosts")
    return hosts


def _checked_subject(text: str, field: str) -> str:
    part = " ".join(text.split(" ")).strip()
    if not _SUBJECT.fullmatch(part):
        raise Impossible("120 caractères au maximum, sur une ligne.", field=field)
    return part
