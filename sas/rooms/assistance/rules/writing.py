"""A request as it is written: names, number, message, the page it was opened from (F-242)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from unicodedata import category, normalize
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sas.actor import Role
from sas.errors import Impossible
from sas.rooms.assistance.enums import Topic
from sas.rooms.directory.rules import checked_email, checked_phone

NAME_LENGTH, STRUCTURE_LENGTH, MESSAGE_LENGTH, ANSWER_LENGTH, PAGE_LENGTH = 30, 120, 2000, 2000, 200
MOST_A_DAY, MOST_FROM_A_NETWORK = 10, 30
"""Our own bounds: for one account and one e-mail address; for visitors of one network, which a hospital shares."""
ORIGIN_KEPT = timedelta(days=1)
"""How long what counts the requests of a day is kept."""

_PARIS = ZoneInfo("Europe/Paris")
_NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*['’.]?")
_NUMBER = re.compile(r"[0-9][0-9AB][0-9]{7}|[0-9]{14}")
# A link sent by mail, or a calendar's private address, holds its secret in the path.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_.-]{32,}")


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form holds; `role` None: none of ours, `territory_id` None: not known."""

    topic: Topic
    role: Role | None
    family_name: str
    given_name: str
    phone: str
    email: str
    territory_id: int | None
    message: str
    page: str = ""
    structure_name: str = ""
    structure_number: str = ""


def reference(number: int, at: datetime) -> str:
    """« SAS-2026-000123 »: how people name a request. It opens nothing."""
    return f"SAS-{at.astimezone(_PARIS).year}-{number:06d}"


def checked(asking: Asking) -> Asking:
    """The same in order; raises Impossible with the field that is wrong."""
    is_account = asking.topic is Topic.ACCOUNT_NEW
    return replace(
        asking,
        family_name=_name(asking.family_name, field="family_name"),
        given_name=_name(asking.given_name, field="given_name"),
        phone=_needed(checked_phone(asking.phone, field="phone"), "Renseignez votre numéro de téléphone.", "phone"),
        email=_needed(checked_email(asking.email, field="email"), "Renseignez votre adresse électronique.", "email"),
        message=checked_message(asking.message, most=MESSAGE_LENGTH, field="message"),
        page=own_page(asking.page),
        structure_name=_structure(asking.structure_name) if is_account else "",
        structure_number=_structure_number(asking.structure_number) if is_account else "",
    )


def checked_message(text: str, *, most: int, field: str) -> str:
    """Several lines, each end counted once, whatever the browser sends; raises Impossible when empty or too long."""
    told = _printable(normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")), "\n\t").strip()
    if not told:
        raise Impossible("Écrivez votre message.", field=field)
    if len(told) > most:
        raise Impossible(f"Ce message a {len(told)} caractères : {most} au plus.", field=field)
    return told


def own_page(address: str, *, host: str = "") -> str:
    """The path of an address of ours, without its query: it may hold the address of a patient; « » for another one.

    What in it opens something by itself (the secret of a link) is left out.
    """
    try:
        parts = urlsplit("".join(address.split()))
    except ValueError:
        return ""
    inside = not (parts.scheme or parts.netloc) or (parts.scheme in {"http", "https"} and parts.netloc == host)
    path = _SECRET.sub("…", _printable(parts.path, "").replace("\\", ""))
    return path[:PAGE_LENGTH] if inside and path.startswith("/") and not path.startswith("//") else ""


def _name(text: str, *, field: str) -> str:
    name = normalize("NFC", " ".join(text.split()))
    if not name:
        raise Impossible("Renseignez ce champ.", field=field)
    if len(name) > NAME_LENGTH:
        raise Impossible(f"{NAME_LENGTH} caractères au plus.", field=field)
    if not _NAME.fullmatch(name):
        raise Impossible("Un nom s'écrit en lettres.", field=field)
    return name


def _structure(text: str) -> str:
    name = _printable(normalize("NFC", " ".join(text.split())), "")
    if not name:
        raise Impossible("Indiquez la structure pour laquelle le compte est demandé.", field="structure_name")
    if len(name) > STRUCTURE_LENGTH:
        raise Impossible(f"{STRUCTURE_LENGTH} caractères au plus.", field="structure_name")
    return name


def _structure_number(text: str) -> str:
    number = re.sub(r"[\s.]", "", text).upper()
    if number and not _NUMBER.fullmatch(number):
        wrong = "Un numéro FINESS a neuf caractères, un numéro SIRET quatorze chiffres."
        raise Impossible(wrong, field="structure_number")
    return number


def _needed(value: str, sentence: str, field: str) -> str:
    if not value:
        raise Impossible(sentence, field=field)
    return value


def _printable(text: str, kept: str) -> str:
    """Without what cannot be seen: control characters, and those that change the direction of what follows."""
    return "".join(one for one in text if one in kept or category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
