"""Who adds to the training space, and what may be added."""

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import urlsplit

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused

TITLE_LENGTH, TEXT_LENGTH, LINK_LENGTH, SLUG_LENGTH = 120, 5_000, 400, 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def may_write(actor: Actor) -> Refused | None:
    """Administrators and the platform."""
    if actor.is_platform or actor.has(Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR):
        return None
    return Refused("L'espace de formation est tenu par les administrateurs.")


def cleaned(text: str) -> str:
    """Without the characters that nobody types, with one kind of line end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def checked_title(title: str, *, needed: str) -> str:
    """A title as it is kept; raises Impossible (field "title"), with `needed` when there is none."""
    kept = " ".join(cleaned(title).split())
    if not kept:
        raise Impossible(needed, field="title")
    if len(kept) > TITLE_LENGTH:
        raise Impossible(f"{TITLE_LENGTH} caractères au maximum.", field="title")
    return kept


def checked_text(text: str) -> str:
    """A text as it is kept; raises Impossible (field "text")."""
    kept = cleaned(text)
    if not kept:
        raise Impossible("Écrivez le texte.", field="text")
    if len(kept) > TEXT_LENGTH:
        raise Impossible(f"{TEXT_LENGTH} caractères au maximum.", field="text")
    return kept


def checked_video(url: str, *, hosts: Collection[str]) -> str:
    """The address of a video on one of these hosts; raises Impossible (field "url")."""
    kept = cleaned(url)
    try:
        parts = urlsplit(kept)
        is_there = parts.scheme == "https" and parts.netloc in hosts
    except ValueError:
        is_there = False
    if not is_there or len(kept) > LINK_LENGTH or re.search(r"[\s\"'<>\\]", kept):
        where = f" sur {' ou '.join(sorted(hosts))}" if hosts else ""
        refused = f"Donnez l'adresse https d'une vidéo{where}." if hosts else "Aucun site de vidéos n'est autorisé ici."
        raise Impossible(refused, field="url")
    return kept


def slug_of(title: str) -> str:
    """What names a page in its address: « Vidéo de démonstration » is video-de-demonstration."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-")
