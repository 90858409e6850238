"""What administrators add to the training space."""

from collections.abc import Callable
from itertools import count
from typing import Any

from sas.actor import Actor
from sas.rooms.training import operations
from sas.rooms.training.enums import PieceKind, Profile
from sas.rooms.training.models import TrainingPage
from tests.factories import care

PDF, PNG = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"\x89PNG\r\n\x1a\n" + bytes(32)
MP4, WEBM = b"\x00\x00\x00\x18ftypisom" + bytes(range(200)), b"\x1aE\xdf\xa3" + b"\x01\x00webm" + bytes(60)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.\n"
WHERE = {"profile": Profile.LIBERAL, "slug": "disponibilites"}
_number = count(1)


def draft(kind: PieceKind = PieceKind.FILE, **fields: object) -> operations.BlockDraft:
    """What a form of this kind holds when nothing is missing."""
    right: dict[PieceKind, dict[str, object]] = {
        PieceKind.TEXT: {"text": "Un **mot**."},
        PieceKind.INFO: {"text": "À retenir."},
        PieceKind.PICTURE: {"title": "Une salle de réunion", "content": PNG},
        PieceKind.VIDEO_LINK: {"title": "Démonstration", "url": "https://videos.example/v/1"},
        PieceKind.VIDEO: {"title": "Démonstration", "content": MP4, "captions": CAPTIONS},
        PieceKind.FILE: {"title": "Fiche", "content": PDF},
    }
    return operations.BlockDraft(**({"kind": kind} | right[kind] | fields))  # type: ignore[arg-type]


def block(kind: PieceKind = PieceKind.FILE, *, published: bool = False, **fields: object) -> int:
    """A piece added to the page of availability of liberal doctors, or where `fields` says."""
    where = {name: fields.pop(name, value) for name, value in WHERE.items()}
    about = {"actor": Actor.SYSTEM, "now": care.LONG_AGO}
    made = operations.add_block(draft=draft(kind, **fields), **where, **about)
    if published:
        operations.publish_block(block_id=made, published=True, **about)
    return made


def page(title: str = "") -> str:
    """A draft of a page for liberal doctors; its name in the address."""
    named = title or f"Réunion {next(_number)}"
    return operations.add_page(actor=Actor.SYSTEM, profile=Profile.LIBERAL, title=named, now=care.LONG_AGO)


# What the walk over the access matrix puts into the addresses of the training space, and into its forms.
HOLES: dict[str, Callable[[Any], object]] = {
    "profile_slug": lambda _: Profile.LIBERAL.value,
    "page_slug": lambda _: WHERE["slug"],
    "page_id": lambda _: TrainingPage.objects.get(slug=page()).id,
    "block_id": lambda _: block(),
    "media_id": lambda _: block(PieceKind.VIDEO, published=True),
}
FORMS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "/administration/formation/{profile_slug}": lambda _: {"title": f"Réunion {next(_number)}"},
    "/administration/formation/{profile_slug}/{page_slug}": lambda _: {"kind": "texte", "text": "Pensez-y."},
}
