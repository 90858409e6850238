"""What administrators write, and what a new version of the platform may change of it (F-240)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.help import operations, queries
from sas.rooms.help.enums import Audience, EntryState, Theme
from sas.rooms.help.models import HelpEntry, HelpVersion
from sas.rooms.help.rules import EntryDraft, ShippedEntry, checked_draft, free_key
from sas.rooms.journal.models import AuditEntry
from tests.factories import help as entries
from tests.factories.help import ADMINISTRATOR, draft

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-240")]
NATIONAL = Actor(user_id=3, roles=frozenset({Role.ADMINISTRATEUR_NATIONAL}))
DOCTOR = Actor(user_id=2, roles=frozenset({Role.EFFECTEUR}))


def change(entry_id: int, wanted: EntryDraft, *, seen: int, publish: bool, now: datetime) -> None:
    operations.change_entry(actor=NATIONAL, entry_id=entry_id, draft=wanted, seen=seen, publish=publish, now=now)


def read() -> list[str]:
    return ["".join(piece.text for piece in one.question) for one in queries.faq(actor=DOCTOR).answers]


def told(verb: str) -> list[dict[str, Any]]:
    entries = AuditEntry.objects.filter(verb=verb, subject="help_entry").order_by("id")
    return list(entries.values_list("details", flat=True))


def test_a_draft_is_read_once_it_is_published_and_its_change_once_that_is(now: datetime) -> None:
    kept = entries.entry("Où est l'agenda ?", publish=False, now=now)
    assert read() == []
    change(kept, draft("Où est l'agenda ?"), seen=1, publish=True, now=now)
    assert read() == ["Où est l'agenda ?"] and HelpVersion.objects.count() == 1
    change(kept, draft("Où se trouve l'agenda ?"), seen=1, publish=False, now=now + timedelta(hours=1))
    assert read() == ["Où est l'agenda ?"]
    story = queries.entry(actor=NATIONAL, entry_id=kept)
    assert story and story.line.has_draft and story.line.shown == 1
    assert [(one.number, one.author_id, one.at) for one in story.versions] == [
        (2, NATIONAL.user_id, now + timedelta(hours=1)),
        (1, ADMINISTRATOR.user_id, now),
    ]
    change(kept, draft("Où se trouve l'agenda ?"), seen=2, publish=True, now=now)
    assert read() == ["Où se trouve l'agenda ?"]
    operations.withdraw_entry(actor=NATIONAL, entry_id=kept, now=now)
    assert read() == []
    change(kept, draft("Où se trouve l'agenda ?"), seen=2, publish=True, now=now)
    assert read() == ["Où se trouve l'agenda ?"] and HelpVersion.objects.count() == 2
    assert told("create_help") == [{"number": 1}] and told("withdraw_help") == [{}]
    assert told("change_help") == [{"number": 2}] and [one["number"] for one in told("publish_help")] == [1, 2, 2]


def test_an_older_version_may_have_everybody_read_it_again(now: datetime) -> None:
    kept = entries.entry("Ancienne ?", now=now)
    change(kept, draft("Nouvelle ?"), seen=1, publish=True, now=now)
    change(kept, draft("Ancienne ?"), seen=2, publish=True, now=now)
    assert read() == ["Ancienne ?"] and HelpEntry.objects.get().shown == 3


def test_two_who_write_at_once_the_second_is_told(now: datetime) -> None:
    kept = entries.entry(now=now)
    change(kept, draft("La mienne ?"), seen=1, publish=True, now=now)
    with pytest.raises(Impossible, match="modifiée entre-temps"):
        change(kept, draft("L'autre ?"), seen=1, publish=True, now=now)
    assert read() == ["La mienne ?"]


def test_two_who_add_at_once_the_second_is_told(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    entries.entry(now=now)
    monkeypatch.setattr(operations, "_last_rank", lambda _: 0)
    with pytest.raises(Impossible, match="vient d'être ajoutée"):
        entries.entry("Une autre ?", now=now)
    assert HelpEntry.objects.count() == HelpVersion.objects.count() == 1 and len(told("create_help")) == 1


def test_questions_change_places_in_their_theme(now: datetime) -> None:
    entries.entry("Ailleurs ?", theme=Theme.PROFIL, now=now)
    first, _, last = (entries.entry(one, now=now) for one in ("A ?", "B ?", "C ?"))

    def order() -> list[str]:
        found = queries.entries(actor=NATIONAL, theme=Theme.UTILISATION)
        return [line.newest.question for line in found]

    operations.move_entry(actor=NATIONAL, entry_id=last, up=True, now=now)
    assert order() == ["A ?", "C ?", "B ?"]
    operations.move_entry(actor=NATIONAL, entry_id=first, up=False, now=now)
    assert order() == ["C ?", "A ?", "B ?"] and told("move_help") == [{"rank": 2}, {"rank": 2}]
    operations.move_entry(actor=NATIONAL, entry_id=last, up=True, now=now)
    assert order() == ["C ?", "A ?", "B ?"] and len(told("move_help")) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_two_questions_whatever_its_length(
    count: int, now: datetime, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        entries.entry(f"{number} ?", Audience.IOA, now=now)
    entries.entry("D'un autre ?", now=now)
    with django_assert_num_queries(2):
        found = queries.entries(actor=NATIONAL, audience=Audience.IOA)
    assert [line.newest.question for line in found] == [f"{number} ?" for number in range(count)]


def test_only_administrators_keep_the_faq(now: datetime) -> None:
    kept = entries.entry(now=now)
    doors = (
        lambda actor: queries.entries(actor=actor),
        lambda actor: queries.entry(actor=actor, entry_id=kept),
        lambda actor: queries.preview(actor=actor, answer="x"),
        lambda actor: operations.create_entry(actor=actor, theme=Theme.PROFIL, draft=draft(), publish=True, now=now),
        lambda actor: operations.change_entry(actor=actor, entry_id=kept, draft=draft(), seen=1, publish=True, now=now),
        lambda actor: operations.withdraw_entry(actor=actor, entry_id=kept, now=now),
        lambda actor: operations.move_entry(actor=actor, entry_id=kept, up=True, now=now),
    )
    others = [Actor(user_id=9, roles=frozenset({role})) for role in Role if "administrateur" not in role.value]
    for actor in (*others, Actor.NOBODY):
        for door in doors:
            with pytest.raises(Refused):
                door(actor)
    assert read() == ["Où est mon agenda ?"]


def test_what_does_not_exist_or_is_not_published_is_told(now: datetime) -> None:
    kept = entries.entry(publish=False, now=now)
    with pytest.raises(Impossible, match="pas publiée"):
        operations.withdraw_entry(actor=NATIONAL, entry_id=kept, now=now)
    with pytest.raises(Impossible, match="n'existe pas"):
        operations.withdraw_entry(actor=NATIONAL, entry_id=0, now=now)
    with pytest.raises(Impossible, match="n'existe pas"):
        operations.move_entry(actor=NATIONAL, entry_id=0, up=True, now=now)
    with pytest.raises(Impossible, match="n'existe pas"):
        change(0, draft(), seen=1, publish=True, now=now)
    assert queries.entry(actor=NATIONAL, entry_id=0) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": " \x07 "}, "question"),
        ({"question": "x" * 201}, "question"),
        ({"answer": "\n"}, "answer"),
        ({"answer": "x" * 5001}, "answer"),
        ({"answer": "[x](http://a.example)"}, "answer"),
        ({"answer": "[x](javascript:alert(1))"}, "answer"),
        ({"answer": "[x](//autre.example/a)"}, "answer"),
        ({"answer": "[x](/a b)"}, "answer"),
        ({"answer": "[x]()"}, "answer"),
        ({"answer": "Par {inconnu}"}, "answer"),
        ({"audiences": ()}, "audiences"),
    ],
)
def test_what_may_not_be_written_is_said_beside_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Impossible) as refused:
        checked_draft(replace(draft(), **wrong))
    assert refused.value.field == field


def test_what_is_written_is_kept_tidy() -> None:
    kept = checked_draft(
        EntryDraft(" Où\n est ?\x00 ", "a\r\n\r\n[b](/cgu)  ", (Audience.VISITEUR, Audience.IOA, Audience.IOA))
    )
    assert kept == EntryDraft("Où est ?", "a\n\n[b](/cgu)", (Audience.IOA, Audience.VISITEUR))


def test_an_anchor_is_free() -> None:
    assert free_key("Où est-ce ?", taken=()) == "ou-est-ce"
    assert free_key("Où est-ce ?", taken={"ou-est-ce", "ou-est-ce-2"}) == "ou-est-ce-3"
    assert free_key("?", taken=()) == "question" and len(free_key("x" * 200, taken={"x" * 55})) <= 60


def shipped(monkeypatch: pytest.MonkeyPatch, **questions: str) -> None:
    """The platform comes with these, by key."""
    told = [ShippedEntry(key, Theme.PROFIL, draft(question)) for key, question in questions.items()]
    monkeypatch.setattr(operations, "shipped_entries", lambda: tuple(told))


def test_a_new_version_of_the_platform_renews_its_answers_and_none_of_ours(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    def load() -> int:
        return operations.load_shipped(actor=Actor.SYSTEM, now=now)

    shipped(monkeypatch, a="A ?", b="B ?", c="C ?")
    assert (load(), load()) == (3, 0) and read() == ["A ?", "B ?", "C ?"]
    a, b, c = HelpEntry.objects.order_by("rank").values_list("id", flat=True)
    change(b, draft("La nôtre ?"), seen=1, publish=True, now=now)
    operations.withdraw_entry(actor=NATIONAL, entry_id=c, now=now)
    operations.move_entry(actor=NATIONAL, entry_id=a, up=False, now=now)
    shipped(monkeypatch, d="D ?", a="A bis ?", b="B bis ?", c="C bis ?")
    assert (load(), load()) == (2, 0)
    assert read() == ["La nôtre ?", "A bis ?", "D ?"]
    assert HelpEntry.objects.get(id=c).state == EntryState.WITHDRAWN
    assert told("load_help") == [{"added": 3, "renewed": 0}, {"added": 1, "renewed": 1}]
    assert AuditEntry.objects.filter(verb="load_help").exclude(user_id=None).count() == 0


def test_a_draft_of_ours_keeps_the_platform_from_renewing_what_is_shown(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    shipped(monkeypatch, a="A ?")
    operations.load_shipped(actor=Actor.SYSTEM, now=now)
    change(HelpEntry.objects.get().id, draft("En préparation ?"), seen=1, publish=False, now=now)
    shipped(monkeypatch, a="A bis ?")
    assert operations.load_shipped(actor=Actor.SYSTEM, now=now) == 0 and read() == ["A ?"]
