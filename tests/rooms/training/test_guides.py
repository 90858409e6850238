"""The guides say what is on the screens: each label quoted exists, each picture and each PDF is there."""

import re
import zlib
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from sas.rooms.training.enums import PieceKind, Profile
from sas.rooms.training.rules import CHAPTERS, GUIDES, SECTIONS, THEMES, chapter_of, guide_file, outline, weight
from tests.house.sources import ROOT, python_files

pytestmark = pytest.mark.shows("F-245", "F-246")
_STATIC = GUIDES.parent / "static"
_QUOTED = re.compile(r"«\s*(.+?)\s*»", re.DOTALL)
_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^<>]*>", re.DOTALL)
_TITLES = re.compile(r'\stitle="([^"{]+)"')
# On one line, and not the documentation, which stands between three marks.
_STRINGS = re.compile(r'(?<!")"([^"\n]+)"(?!")')
# What the screens compute from numbers, or show as the name of a state.
COMPUTED = {"0/3 patients"}


@cache
def said_on_screens() -> frozenset[str]:
    """What the product's pages, forms, lists and scripts say, sentence by sentence, between tags and values."""
    found = []
    for path in sorted((ROOT / "sas").rglob("*.html")):
        found += [*_TAGS.split(_text(path)), *_TITLES.findall(_text(path))]
    for path in (*python_files("sas"), *sorted((ROOT / "sas").rglob("*.js"))):
        if GUIDES.parent not in path.parents:
            found += _STRINGS.findall(_text(path))
    return frozenset(map(_plain, found))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _plain(text: str) -> str:
    return " ".join(unescape(text).replace("’", "'").split()).strip("(: ")


def quoted(text: str) -> set[str]:
    return {_plain(one) for one in _QUOTED.findall(text)}


@pytest.mark.parametrize("slug", sorted(CHAPTERS))
def test_each_label_that_a_guide_quotes_stands_on_a_screen(slug: str) -> None:
    text = (GUIDES / f"{slug}.md").read_text(encoding="utf-8")
    assert {one for one in quoted(text) - COMPUTED if one not in said_on_screens()} == set()


def test_a_label_that_no_screen_shows_is_found() -> None:
    assert "Téléporter le patient" not in said_on_screens()
    assert quoted("Cliquez sur « Enregistrer », puis sur «\u00a0Revoir ma\nsaisie\u00a0».") == {
        "Enregistrer",
        "Revoir ma saisie",
    }


def test_every_profile_has_its_section_and_every_chapter_its_reader() -> None:
    assert [profile for section in SECTIONS for profile in section.profiles] == list(Profile)
    assert set(THEMES) == set(Profile)
    read = {slug for themes in THEMES.values() for theme in themes for slug in theme.slugs}
    assert read == set(CHAPTERS)
    for profile in Profile:
        slugs = [chapter.slug for _, chapter in outline(profile)]
        assert len(slugs) == len(set(slugs)), profile


def test_the_pictures_kept_are_those_that_the_guides_name() -> None:
    kept = {f"training/pictures/{path.name}": path.stat().st_size for path in (_STATIC / "training/pictures").iterdir()}
    assert set(kept) == {name for chapter in CHAPTERS.values() for name in chapter.pictures}
    assert max(kept.values()) < 100_000 and sum(kept.values()) < 1_500_000


@pytest.mark.parametrize("profile", Profile)
def test_the_guide_of_each_profile_is_a_tagged_pdf_in_french(profile: Profile) -> None:
    found = guide_file(profile)
    assert found is not None and found.size < 1_000_000
    data = (_STATIC / found.address).read_bytes()
    inside = data + b"".join(_streams(data))
    assert b"/MarkInfo" in inside and b"/Marked true" in inside and b"/StructTreeRoot" in inside
    assert b"/Lang (fr)" in inside and b"pdfuaid" in inside and b"/Outlines" in inside and b"/Figure" in inside
    assert found.told == f"PDF – {weight(found.size)}"


def _streams(data: bytes) -> list[bytes]:
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return [zlib.decompressobj().decompress(part) for part in parts if part[:2] in {b"x\xda", b"x\x9c"}]


def test_a_chapter_is_read_mark_by_mark() -> None:
    text = (
        "# Titre\n\nUn **mot**.\n\n1. Un\n2. Deux\nsuite\n\n![Ce que montre l'image](image)\n\n3. Trois"
        "\n\n> Retenez\n> ceci.\n\n## Autre\n\n1. Encore <b>\n\n- un\n- deux"
    )
    chapter = chapter_of("essai", text)
    assert chapter.title == "Titre" and chapter.pictures == ("training/pictures/image.webp",)
    assert [piece.kind for piece in chapter.pieces] == [
        PieceKind.TEXT,
        PieceKind.STEPS,
        PieceKind.PICTURE,
        PieceKind.STEPS,
        PieceKind.INFO,
        PieceKind.TITLE,
        PieceKind.STEPS,
        PieceKind.TEXT,
    ]
    steps = [piece for piece in chapter.pieces if piece.kind is PieceKind.STEPS]
    assert [(piece.start, len(piece.steps)) for piece in steps] == [(1, 2), (3, 1), (1, 1)]
    assert steps[0].steps[1][0].text == "Deux suite" and steps[2].steps[0][0].text == "Encore <b>"


@pytest.mark.parametrize("text", ["Sans titre", "# T\n\n### Trop profond", "# T\n\n![court](x)", "# T\n\n<b>gras</b>"])
def test_a_mark_that_is_not_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="essai"):
        chapter_of("essai", text)


@pytest.mark.parametrize(
    ("size", "told"),
    [(1, "1 ko"), (340_400, "340 ko"), (1_200_000, "1,2 Mo"), (999_499, "999 ko"), (999_500, "1,0 Mo")],
)
def test_a_size_is_told_as_people_read_it(size: int, told: str) -> None:
    assert weight(size) == told
