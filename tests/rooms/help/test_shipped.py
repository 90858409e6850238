"""The answers that come with the platform: enough of them, for each reader, about pages and buttons that exist."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import resolve

from sas.actor import Role
from sas.rooms.help.enums import Audience, Theme
from sas.rooms.help.rules import shipped_entries
from sas.rooms.texts.rules import blocks_of

pytestmark = pytest.mark.shows("F-240")
SHIPPED = shipped_entries()
VISITOR_THEMES = {Theme.ACCES, Theme.PRO_SANTE_CONNECT, Theme.DEMANDE_COMPTE, Theme.INCIDENT}
CONNECTED_THEMES = set(Theme) - VISITOR_THEMES | {Theme.INCIDENT}
ELSEWHERE = {"+", "Autres agendas"}


def test_each_reader_finds_at_least_five_answers_in_each_of_the_themes_and_in_no_other() -> None:
    found = Counter((audience, entry.theme) for entry in SHIPPED for audience in entry.draft.audiences)
    wanted = {(one, theme) for one in Audience for theme in CONNECTED_THEMES if one is not Audience.VISITEUR}
    wanted |= {(Audience.VISITEUR, theme) for theme in VISITOR_THEMES}
    assert set(found) == wanted
    assert {pair: count for pair, count in found.items() if count < 5} == {}


def test_keys_and_questions_are_said_once() -> None:
    assert len({entry.key for entry in SHIPPED}) == len({entry.draft.question for entry in SHIPPED}) == len(SHIPPED)
    assert [entry.key for entry in SHIPPED if not re.fullmatch(r"[a-z0-9-]{3,60}", entry.key)] == []


def test_an_answer_says_something_and_holds_no_mark_that_is_not_one() -> None:
    short = [entry.key for entry in SHIPPED if len(entry.draft.answer) < 120]
    left = [
        entry.key
        for entry in SHIPPED
        for block in blocks_of(entry.draft.answer, on_a_page=True)
        for line in block.lines
        for span in line
        if re.search(r"\*\*|\]\(|lorem|\bTODO\b|\bXX", span.text)
    ]
    assert (short, left) == ([], [])


def test_a_link_leads_to_a_page_that_its_readers_may_open() -> None:
    wrong = [
        (entry.key, url, audience.value)
        for entry in SHIPPED
        for url in re.findall(r"\]\((/[^)]*)\)", entry.draft.answer)
        for audience in entry.draft.audiences
        if not _may_open(url, audience)
    ]
    assert wrong == []


def _may_open(url: str, audience: Audience) -> bool:
    view = resolve(url).func
    door = getattr(view, "parts", (view,))[0]
    assert "GET" in door.access.methods  # type: ignore[union-attr]
    roles = door.access.roles  # type: ignore[union-attr]
    return not roles or (audience is not Audience.VISITEUR and Role(audience.value) in roles)


def test_what_an_answer_quotes_is_written_on_a_page() -> None:
    folder = Path(settings.BASE_DIR) / "sas"
    sources = [path for kind in ("*.html", "*.py") for path in folder.rglob(kind)]
    raw = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    # As it stands for what is said by attributes, and without the tags or the quotes that part a sentence.
    written = " ".join((raw + re.sub(r"<[^>]*>|\"\n\s*f?\"", "", raw)).split())
    quoted = {words for entry in SHIPPED for words in re.findall("« ([^»]+) »", entry.draft.answer)}
    assert {words for words in quoted - ELSEWHERE if words not in written} == set()
