"""What administrators add: judged, ordered, published, removed, journalled; drafts are theirs alone to see."""

from datetime import datetime
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.journal.models import AuditEntry
from sas.rooms.training import operations, queries
from sas.rooms.training.enums import PieceKind, Profile
from sas.rooms.training.models import TrainingBlock, TrainingFile, TrainingPage
from sas.rooms.training.rules import slug_of
from tests.factories import training
from tests.factories.training import CAPTIONS, MP4, PDF, PNG, WEBM, WHERE

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-246")]
WRITER = Actor(user_id=7, roles=frozenset({Role.ADMINISTRATEUR_NATIONAL}))
READERS = [Actor.NOBODY, *(Actor(user_id=8, roles=frozenset({role})) for role in Role if "administrateur" not in role)]


@pytest.fixture(autouse=True)
def hosts(settings: Any) -> None:
    settings.TRAINING_VIDEO_HOSTS = ["videos.example", "tube.example"]


def seen(actor: Actor) -> list[tuple[PieceKind, bool]]:
    found = queries.page(actor=actor, **WHERE)
    assert found
    return [(one.piece.kind, one.published) for one in found.added]


def test_each_kind_is_added_published_ordered_and_removed_with_its_trace(now: datetime) -> None:
    kinds = list(map(PieceKind, ("texte", "info", "image", "lien-video", "video", "fichier")))
    ids = [operations.add_block(actor=WRITER, draft=training.draft(kind), **WHERE, now=now) for kind in kinds]
    assert seen(WRITER) == [(kind, False) for kind in kinds] and seen(Actor.NOBODY) == []
    operations.publish_block(actor=WRITER, block_id=ids[4], published=True, now=now)
    operations.publish_block(actor=WRITER, block_id=ids[5], published=True, now=now)
    operations.raise_block(actor=WRITER, block_id=ids[5], now=now)
    assert seen(Actor.NOBODY) == [(PieceKind.FILE, True), (PieceKind.VIDEO, True)]
    operations.raise_block(actor=WRITER, block_id=ids[0], now=now)
    assert [kind for kind, _ in seen(WRITER)] == [*kinds[:4], PieceKind.FILE, PieceKind.VIDEO]
    with pytest.raises(Impossible, match="seul un brouillon"):
        operations.remove_block(actor=WRITER, block_id=ids[4], now=now)
    operations.publish_block(actor=WRITER, block_id=ids[4], published=False, now=now)
    operations.remove_block(actor=WRITER, block_id=ids[4], now=now)
    assert not TrainingFile.objects.filter(block_id=ids[4]).exists()
    trace = AuditEntry.objects.order_by("id").values_list("verb", "subject_id", "user_id")
    assert list(trace)[6:] == [
        ("publish_training_block", str(ids[4]), 7),
        ("publish_training_block", str(ids[5]), 7),
        ("raise_training_block", str(ids[5]), 7),
        ("raise_training_block", str(ids[0]), 7),
        ("withdraw_training_block", str(ids[4]), 7),
        ("remove_training_block", str(ids[4]), 7),
    ]
    added = AuditEntry.objects.filter(verb="add_training_block").order_by("id").last()
    assert added and added.details == {"profile": "effecteur-liberal", "kind": "fichier", "size": len(PDF)}


def test_a_page_is_a_draft_then_everybodys_and_goes_with_what_stands_on_it(now: datetime) -> None:
    slug = operations.add_page(actor=WRITER, profile=Profile.IOA, title="  Vidéo d'accueil  ", now=now)
    page = TrainingPage.objects.get(slug="video-d-accueil")
    where = {"profile": Profile.IOA, "slug": slug}
    block = training.block(PieceKind.VIDEO, published=True, **where)
    assert queries.page(actor=Actor.NOBODY, **where) is None
    assert queries.file_part(actor=Actor.NOBODY, block_id=block, most=9) is None
    operations.publish_page(actor=WRITER, page_id=page.id, published=True, now=now)
    found = queries.page(actor=Actor.NOBODY, **where)
    assert found and found.link.title == "Vidéo d'accueil" and found.previous and not found.following
    assert queries.captions(actor=Actor.NOBODY, block_id=block) == CAPTIONS.decode()
    with pytest.raises(Impossible, match="seul un brouillon"):
        operations.remove_page(actor=WRITER, page_id=page.id, now=now)
    operations.publish_page(actor=WRITER, page_id=page.id, published=False, now=now)
    operations.remove_page(actor=WRITER, page_id=page.id, now=now)
    assert not TrainingPage.objects.exists() and not TrainingBlock.objects.exists()
    for title in ("", " ", "é" * 121, "Aide", "!!!"):
        with pytest.raises(Impossible) as refused:
            operations.add_page(actor=WRITER, profile=Profile.IOA, title=title, now=now)
        assert refused.value.field == "title"
    operations.add_page(actor=WRITER, profile=Profile.IOA, title="Deux fois", now=now)
    with pytest.raises(Impossible, match="déjà ce titre"):
        operations.add_page(actor=WRITER, profile=Profile.IOA, title="deux  fois !", now=now)


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("texte", {"text": " "}, "text"),
        ("info", {"text": "é" * 5_001}, "text"),
        ("image", {"title": ""}, "title"),
        ("image", {"content": PDF}, "file"),
        ("image", {"content": b""}, "file"),
        ("fichier", {"content": MP4}, "file"),
        ("fichier", {"content": b"MZ" + bytes(100)}, "file"),
        ("fichier", {"content": b"<svg onload='x()'></svg>"}, "file"),
        ("fichier", {"content": PDF + bytes(15_000_000)}, "file"),
        ("video", {"content": PNG}, "file"),
        ("video", {"captions": b""}, "captions"),
        ("video", {"captions": b"WEBVTT\n"}, "captions"),
        ("video", {"captions": b"WEBVTT\xff --> "}, "captions"),
        ("video", {"captions": b"1\n00:00 --> 00:02\nBonjour"}, "captions"),
        ("lien-video", {"url": "http://videos.example/v/1"}, "url"),
        ("lien-video", {"url": "https://videos.example.evil.example/v/1"}, "url"),
        ("lien-video", {"url": "https://videos.example@evil.example/"}, "url"),
        ("lien-video", {"url": "https://videos.example/a b"}, "url"),
        ("lien-video", {"url": "javascript:alert(1)"}, "url"),
        ("lien-video", {"url": "https://[videos.example/"}, "url"),
        ("titre", {}, "kind"),
    ],
)
def test_what_cannot_be_shown_is_refused_beside_its_field(kind: str, wrong: Any, field: str, now: datetime) -> None:
    draft = operations.BlockDraft(PieceKind.TITLE) if kind == "titre" else training.draft(PieceKind(kind), **wrong)
    with pytest.raises(Impossible) as refused:
        operations.add_block(actor=WRITER, draft=draft, **WHERE, now=now)
    assert refused.value.field == field and not TrainingBlock.objects.exists()


def test_without_a_host_no_link_to_a_video_is_taken_and_both_formats_are(settings: Any, now: datetime) -> None:
    assert training.block(PieceKind.VIDEO, content=WEBM)
    settings.TRAINING_VIDEO_HOSTS = []
    with pytest.raises(Impossible, match="Aucun site de vidéos"):
        training.block(PieceKind.VIDEO_LINK)


def test_nobody_but_administrators_changes_anything_nor_sees_a_draft(now: datetime) -> None:
    block, page = training.block(), TrainingPage.objects.get(slug=training.page())
    about: tuple[tuple[Any, dict[str, Any]], ...] = (
        (operations.add_page, {"profile": Profile.IOA, "title": "Titre"}),
        (operations.publish_page, {"page_id": page.id, "published": True}),
        (operations.remove_page, {"page_id": page.id}),
        (operations.add_block, {"draft": training.draft(), **WHERE}),
        (operations.publish_block, {"block_id": block, "published": True}),
        (operations.raise_block, {"block_id": block}),
        (operations.remove_block, {"block_id": block}),
    )
    for actor in READERS:
        for operation, arguments in about:
            with pytest.raises(Refused):
                operation(actor=actor, now=now, **arguments)
        assert queries.file_part(actor=actor, block_id=block, most=9) is None
        assert [one.slug for one in queries.space(actor=actor, profile=Profile.LIBERAL).pages if one.page_id] == []
    for operation, arguments in about[1:3]:
        with pytest.raises(Impossible, match="supprimé entre-temps"):
            operation(actor=WRITER, now=now, **arguments | {"page_id": 0})
    for operation, arguments in about[4:]:
        with pytest.raises(Impossible, match="supprimé entre-temps"):
            operation(actor=WRITER, now=now, **arguments | {"block_id": 0})
    with pytest.raises(Impossible, match="supprimé entre-temps"):
        operations.add_block(actor=WRITER, draft=training.draft(), profile=Profile.IOA, slug="copier", now=now)


def test_a_part_of_a_file_is_read_and_nothing_past_its_end() -> None:
    block = training.block(PieceKind.VIDEO, published=True)
    part = queries.file_part(actor=Actor.NOBODY, block_id=block, first=3, most=5)
    assert part and (part.content, part.size, part.media_type) == (MP4[3:8], len(MP4), "video/mp4")
    assert queries.file_part(actor=Actor.NOBODY, block_id=block, first=len(MP4), most=5) is None
    assert queries.captions(actor=Actor.NOBODY, block_id=training.block(published=True)) is None


def test_a_title_names_its_page() -> None:
    assert slug_of("Vidéo de démonstration : l'été !") == "video-de-demonstration-l-ete"
    assert slug_of("é" * 80) == "e" * 60 and slug_of("…") == ""
