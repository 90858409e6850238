"""The training space as everybody reads it, and as administrators keep it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import BinaryField, F, Func, Value

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.texts.rules import blocks_of
from sas.rooms.training.enums import PieceKind, Profile
from sas.rooms.training.models import TrainingBlock, TrainingFile, TrainingPage
from sas.rooms.training.rules import (
    ADDED,
    FORMATS,
    SECTIONS,
    FileFacts,
    Piece,
    Section,
    guide_file,
    may_write,
    outline,
)

FILES, CAPTIONS = "/formation/fichiers", "/formation/sous-titres"
"""Where the files of blocks are read."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of a profile: its theme, its title, its name in the address."""

    theme: str
    slug: str
    title: str
    page_id: int | None = None
    published: bool = True


@dataclass(frozen=True, slots=True)
class Space:
    """What a profile reads, in order; its guide as a PDF when it was built."""

    profile: Profile
    pages: tuple[PageLink, ...]
    guide: FileFacts | None


@dataclass(frozen=True, slots=True)
class Added:
    """A piece that administrators added."""

    block_id: int
    piece: Piece
    published: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its pieces, those of the guide first, and its neighbours."""

    space: Space
    link: PageLink
    pieces: tuple[Piece, ...]
    added: tuple[Added, ...]
    previous: PageLink | None
    following: PageLink | None


@dataclass(frozen=True, slots=True)
class FilePart:
    """Bytes of a file from `first` on; `size` is that of the whole."""

    name: str
    media_type: str
    kind: PieceKind
    first: int
    content: bytes
    size: int


def sections(*, actor: Actor) -> tuple[Section, ...]:
    """All profiles, by section (F-245)."""
    return SECTIONS


def space(*, actor: Actor, profile: Profile) -> Space:
    """The pages of a profile; drafts are shown to administrators alone."""
    rows = TrainingPage.objects.filter(profile=profile).order_by("id")
    own = [PageLink(theme.title, chapter.slug, chapter.title) for theme, chapter in outline(profile)]
    added = [PageLink(ADDED, row.slug, row.title, row.id, row.published) for row in rows if _shown(actor, row)]
    return Space(profile, (*own, *added), guide_file(profile))


def page(*, actor: Actor, profile: Profile, slug: str) -> Page | None:
    """One page with what was added to it; None when there is none, or none that the actor may see (F-246)."""
    found = space(actor=actor, profile=profile)
    place = next((nth for nth, one in enumerate(found.pages) if one.slug == slug), None)
    if place is None:
        return None
    before, after = found.pages[max(0, place - 1) : place], found.pages[place + 1 : place + 2]
    pieces = next((chapter.pieces for _, chapter in outline(profile) if chapter.slug == slug), ())
    return Page(
        found,
        found.pages[place],
        pieces,
        tuple(_added(actor, profile, slug)),
        before[0] if before else None,
        after[0] if after else None,
    )


def file_part(*, actor: Actor, block_id: int, first: int = 0, most: int) -> FilePart | None:
    """At most so many bytes of the file of a block; None when there is none, or none that the actor may see."""
    row = TrainingBlock.objects.filter(id=block_id, size__gt=first).first()
    if row is None or not _is_open(actor, row):
        return None
    asked = Func(F("content"), Value(first + 1), Value(most), function="SUBSTRING", output_field=BinaryField())
    content = TrainingFile.objects.filter(block_id=block_id).values_list(asked, flat=True).first()
    if content is None:
        return None
    return FilePart(row.title, row.media_type, PieceKind(row.kind), first, bytes(content), row.size)


def captions(*, actor: Actor, block_id: int) -> str | None:
    """The captions of a video, WebVTT; None as file_part does."""
    row = TrainingBlock.objects.filter(id=block_id).select_related("file").first()
    if row is None or row.kind != PieceKind.VIDEO or not _is_open(actor, row):
        return None
    return row.file.captions


def _shown(actor: Actor, row: TrainingPage | TrainingBlock) -> bool:
    return row.published or may_write(actor) is None


def _is_open(actor: Actor, row: TrainingBlock) -> bool:
    if may_write(actor) is None:
        return True
    drafts = TrainingPage.objects.filter(profile=row.profile, slug=row.page_slug, published=False)
    return row.published and not drafts.exists()


def _added(actor: Actor, profile: Profile, slug: str) -> Iterator[Added]:
    for row in TrainingBlock.objects.filter(profile=profile, page_slug=slug).order_by("position", "id"):
        if _shown(actor, row):
            yield Added(row.id, _piece(row), row.published)


def _piece(row: TrainingBlock) -> Piece:
    kind = PieceKind(row.kind)
    address = row.url or (f"{FILES}/{row.id}" if row.size else "")
    return Piece(
        kind,
        title=row.title,
        blocks=blocks_of(row.text),
        address=address,
        host=urlsplit(row.url).netloc,
        captions=f"{CAPTIONS}/{row.id}" if kind is PieceKind.VIDEO else "",
        file=FileFacts(address, FORMATS[row.media_type], row.size) if row.media_type else None,
    )


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """What the actor added to the training space."""
    me = actor.user_id or 0
    yield held("training_pages", TrainingPage.objects.filter(author_id=me), "profile", "slug", "title", "at")
    yield held("training_blocks", TrainingBlock.objects.filter(author_id=me), "profile", "kind", "title", "text", "at")
