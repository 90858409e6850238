"""What administrators add to the training space, order, publish and remove (F-246)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.journal import operations as journal
from sas.rooms.training.enums import ADDED_KINDS, PieceKind, Profile
from sas.rooms.training.models import TrainingBlock, TrainingFile, TrainingPage
from sas.rooms.training.rules import (
    HAVE_FILES,
    THEMES,
    captions_of,
    checked_text,
    checked_title,
    checked_video,
    may_write,
    media_type_of,
    slug_of,
)

_SHOWN = "Retirez d'abord cet élément : seul un brouillon se supprime."
_GONE = "Cet élément a été supprimé entre-temps."
_NAMED = "Une page de ce profil porte déjà ce titre : choisissez-en un autre."
_NO_TITLE = "Donnez un titre."
_NO_DESCRIPTION = "Dites ce que montre l'image, pour qui ne la voit pas."


@dataclass(frozen=True, slots=True)
class BlockDraft:
    """A piece to add. What its kind does not need is not read."""

    kind: PieceKind
    title: str = ""
    text: str = ""
    url: str = ""
    content: bytes = b""
    captions: bytes = b""


def add_page(*, actor: Actor, profile: Profile, title: str, now: datetime) -> str:
    """A draft after the pages of a profile; returns its name in the address.

    Raises Refused for anyone but administrators; Impossible (field "title") for a title missing, too long, or taken.
    """
    if refusal := may_write(actor):
        raise refusal
    kept = checked_title(title, needed=_NO_TITLE)
    slug = slug_of(kept)
    if not slug or any(slug in theme.slugs for theme in THEMES[profile]):
        raise Impossible(_NAMED, field="title")
    page = TrainingPage(profile=profile, slug=slug, title=kept, author_id=actor.user_id, at=now)
    with transaction.atomic(durable=True):
        try:
            with transaction.atomic():
                page.save(force_insert=True)
        except IntegrityError as twin:
            raise Impossible(_NAMED, field="title") from twin
        _record(actor, "add_training_page", page, now=now)
    return slug


def publish_page(*, actor: Actor, page_id: int, published: bool, now: datetime) -> None:
    """Show a page to everybody, or take it back as a draft; raises Refused, Impossible for one that is gone."""
    if refusal := may_write(actor):
        raise refusal
    with transaction.atomic(durable=True):
        page = _page(page_id)
        TrainingPage.objects.filter(id=page.id).update(published=published)
        _record(actor, "publish_training_page" if published else "withdraw_training_page", page, now=now)


def remove_page(*, actor: Actor, page_id: int, now: datetime) -> None:
    """Remove a draft and all that stands on it; raises Refused, Impossible for one that is shown, or gone."""
    if refusal := may_write(actor):
        raise refusal
    with transaction.atomic(durable=True):
        page = _page(page_id)
        if page.published:
            raise Impossible(_SHOWN)
        TrainingBlock.objects.filter(profile=page.profile, page_slug=page.slug).delete()
        TrainingPage.objects.filter(id=page.id).delete()
        _record(actor, "remove_training_page", page, now=now)


def add_block(*, actor: Actor, profile: Profile, slug: str, draft: BlockDraft, now: datetime) -> int:
    """A draft at the end of a page, of a guide or added; returns its id.

    Raises Refused for anyone but administrators; Impossible with the field that is wrong, or for a page that is gone.
    """
    if refusal := may_write(actor):
        raise refusal
    block, file = _checked(draft)
    block.profile, block.page_slug, block.author_id, block.at = profile, slug, actor.user_id, now
    with transaction.atomic(durable=True):
        own = TrainingPage.objects.select_for_update().filter(profile=profile, slug=slug)
        if not own and not any(slug in theme.slugs for theme in THEMES[profile]):
            raise Impossible(_GONE)
        last = TrainingBlock.objects.filter(profile=profile, page_slug=slug).order_by("-position").first()
        block.position = last.position + 1 if last else 1
        block.save(force_insert=True)
        if file:
            file.block = block
            file.save(force_insert=True)
        _record(actor, "add_training_block", block, now=now, kind=block.kind, size=block.size)
    return block.id


def publish_block(*, actor: Actor, block_id: int, published: bool, now: datetime) -> None:
    """Show a piece to everybody, or take it back as a draft; raises Refused, Impossible for one that is gone."""
    if refusal := may_write(actor):
        raise refusal
    with transaction.atomic(durable=True):
        block = _block(block_id)
        TrainingBlock.objects.filter(id=block.id).update(published=published)
        _record(actor, "publish_training_block" if published else "withdraw_training_block", block, now=now)


def raise_block(*, actor: Actor, block_id: int, now: datetime) -> None:
    """Put a piece before the one above it; the first stays. Raises Refused, Impossible for one that is gone."""
    if refusal := may_write(actor):
        raise refusal
    with transaction.atomic(durable=True):
        block = _block(block_id)
        page = TrainingBlock.objects.filter(profile=block.profile, page_slug=block.page_slug)
        ids = list(page.select_for_update().order_by("position", "id").values_list("id", flat=True))
        place = ids.index(block_id)
        ids.insert(max(0, place - 1), ids.pop(place))
        for position, one in enumerate(ids, start=1):
            TrainingBlock.objects.filter(id=one).update(position=position)
        _record(actor, "raise_training_block", block, now=now)


def remove_block(*, actor: Actor, block_id: int, now: datetime) -> None:
    """Remove a draft and its file; raises Refused, Impossible for one that is shown, or gone."""
    if refusal := may_write(actor):
        raise refusal
    with transaction.atomic(durable=True):
        block = _block(block_id)
        if block.published:
            raise Impossible(_SHOWN)
        TrainingBlock.objects.filter(id=block.id).delete()
        _record(actor, "remove_training_block", block, now=now)


def _checked(draft: BlockDraft) -> tuple[TrainingBlock, TrainingFile | None]:
    """What is kept of a draft; raises Impossible with its field."""
    if draft.kind not in ADDED_KINDS:
        raise Impossible("Choisissez ce que vous ajoutez.", field="kind")
    block = TrainingBlock(kind=draft.kind)
    if draft.kind in {PieceKind.TEXT, PieceKind.INFO}:
        block.text = checked_text(draft.text)
        return block, None
    needed = _NO_DESCRIPTION if draft.kind is PieceKind.PICTURE else _NO_TITLE
    block.title = checked_title(draft.title, needed=needed)
    if draft.kind not in HAVE_FILES:
        block.url = checked_video(draft.url, hosts=settings.TRAINING_VIDEO_HOSTS)
        return block, None
    block.media_type, block.size = media_type_of(draft.kind, draft.content), len(draft.content)
    captions = captions_of(draft.captions) if draft.kind is PieceKind.VIDEO else ""
    return block, TrainingFile(content=draft.content, captions=captions)


def _page(page_id: int) -> TrainingPage:
    page = TrainingPage.objects.select_for_update().filter(id=page_id).first()
    if page is None:
        raise Impossible(_GONE)
    return page


def _block(block_id: int) -> TrainingBlock:
    block = TrainingBlock.objects.select_for_update().filter(id=block_id).first()
    if block is None:
        raise Impossible(_GONE)
    return block


def _record(actor: Actor, verb: str, row: TrainingPage | TrainingBlock, *, now: datetime, **details: object) -> None:
    subject = "training_page" if isinstance(row, TrainingPage) else "training_block"
    journal.record(actor=actor, verb=verb, subject=subject, subject_id=row.id, now=now, profile=row.profile, **details)
