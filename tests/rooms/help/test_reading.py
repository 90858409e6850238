"""What somebody reads, and what a search finds (F-240)."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sas.actor import Actor, Role
from sas.rooms.help import operations, queries
from sas.rooms.help.enums import Audience, Theme
from sas.rooms.help.rules import audience_of, finds, pieces, words_of
from tests.factories import help as entries

pytestmark = pytest.mark.shows("F-240")
DOCTOR = Actor(user_id=2, roles=frozenset({Role.EFFECTEUR}))


@pytest.mark.parametrize(
    ("roles", "audience"),
    [
        ((), Audience.VISITEUR),
        ((Role.DELEGATAIRE,), Audience.DELEGATAIRE),
        ((Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE), Audience.GESTIONNAIRE_STRUCTURE),
        ((Role.GESTIONNAIRE_STRUCTURE, Role.EFFECTEUR), Audience.EFFECTEUR),
        ((Role.EFFECTEUR, Role.IOA), Audience.IOA),
        ((Role.IOA, Role.REGULATEUR_OSNP), Audience.REGULATEUR_OSNP),
        ((Role.REGULATEUR_OSNP, Role.REFERENT_TERRITORIAL), Audience.REFERENT_TERRITORIAL),
        ((Role.REFERENT_TERRITORIAL, Role.GESTIONNAIRE_COMPTES), Audience.GESTIONNAIRE_COMPTES),
        ((Role.ADMINISTRATEUR_NATIONAL, Role.EFFECTEUR), Audience.GESTIONNAIRE_COMPTES),
        ((Role.ADMINISTRATEUR,), Audience.GESTIONNAIRE_COMPTES),
    ],
)
def test_one_reads_the_answers_of_ones_highest_role(roles: tuple[Role, ...], audience: Audience) -> None:
    assert audience_of(Actor(user_id=1, roles=frozenset(roles))) is audience


def asked(found: queries.Faq) -> list[str]:
    return ["".join(piece.text for piece in answer.question) for answer in found.answers]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_reader_sees_what_is_published_for_him_in_one_question(
    count: int, now: datetime, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        entries.entry(f"Question {number} ?", now=now)
    entries.entry("Brouillon ?", publish=False, now=now)
    entries.entry("D'un autre ?", Audience.IOA, now=now)
    with django_assert_num_queries(1):
        found = queries.faq(actor=DOCTOR)
    assert asked(found) == [f"Question {number} ?" for number in range(count)]
    assert found.themes == (queries.ThemeLine(Theme.UTILISATION, count),)
    assert (found.opened, found.audience) == (Theme.UTILISATION, Audience.EFFECTEUR)
    assert queries.faq(actor=Actor.NOBODY) == queries.Faq(Audience.VISITEUR, (), None, ())


@pytest.mark.django_db
def test_a_theme_or_a_question_opens_its_theme_and_an_unknown_one_the_first(now: datetime) -> None:
    entries.entry("Qui édite ?", theme=Theme.RENSEIGNEMENT, now=now)
    entries.entry("Mon mot de passe ?", theme=Theme.PROFIL, now=now)
    for wish in ({"theme": "profil"}, {"key": "mon-mot-de-passe"}, {"key": "mon-mot-de-passe", "theme": "editeurs"}):
        assert queries.faq(actor=DOCTOR, **wish).opened is Theme.PROFIL
    for wish in ({}, {"theme": "editeurs"}, {"theme": "x\x00"}, {"key": "autre"}):
        assert queries.faq(actor=DOCTOR, **wish).opened is Theme.RENSEIGNEMENT


@pytest.mark.django_db
def test_a_search_looks_everywhere_forgives_accents_and_prefers_questions(now: datetime) -> None:
    entries.entry("Où est l'agenda ?", answer="Voyez les créneaux.", theme=Theme.RENSEIGNEMENT, now=now)
    entries.entry("Créneau en retard ?", answer="[Agenda](/cgu)", theme=Theme.EDITEURS, now=now)
    entries.entry("Créneau des autres ?", Audience.IOA, answer="Agenda", now=now)
    assert asked(queries.faq(actor=DOCTOR, text="CRENEAUX")) == ["Créneau en retard ?", "Où est l'agenda ?"]
    assert asked(queries.faq(actor=DOCTOR, text="  mon agenda et mes créneaux inconnus")) == [
        "Où est l'agenda ?",
        "Créneau en retard ?",
    ]
    found = queries.faq(actor=DOCTOR, text="retards")
    assert [(piece.text, piece.is_found) for piece in found.answers[0].question] == [
        ("Créneau en ", False),
        ("retard", True),
        (" ?", False),
    ]
    assert (found.opened, len(found.themes)) == (None, 2)
    for nothing in ("zèbre", "cgu", "?!", "\x00"):
        assert queries.faq(actor=DOCTOR, text=nothing).answers == ()


def test_words_that_say_nothing_are_left_out_unless_there_is_no_other() -> None:
    assert words_of("Comment changer mes mots de passe ?") == ("changer", "mot", "passe")
    assert words_of("comment ?") == ("comment",)
    assert words_of("Œuvre, Élève ŒUVRE") == ("oeuvre", "eleve")
    assert finds("Une œuvre d'élèves", ("oeuvre", "eleve", "vre", "el", "d")) == {"oeuvre", "eleve", "d"}


SIGNS = st.text("aàÀeéstSTœŒ1¼İ ’-\u0301", max_size=15)


@settings(max_examples=60)
@given(SIGNS, SIGNS)
def test_pieces_are_the_text_and_what_is_marked_begins_as_a_word_that_was_looked_for(text: str, looked: str) -> None:
    words = words_of(looked)
    cut = pieces(text, words)
    assert "".join(piece.text for piece in cut) == text
    assert any(piece.is_found for piece in cut) == bool(finds(text, words))


@pytest.mark.django_db
def test_the_publisher_is_named_by_the_installation(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    entries.entry(answer="Éditée par {responsable}.", now=now)
    for publisher, told in (("", "l'organisme qui l'exploite"), ("l'ARS [x](/y)", "l'ARS x")):
        monkeypatch.setattr("django.conf.settings.PUBLISHER", publisher)
        (line,) = queries.faq(actor=DOCTOR).answers[0].blocks[0].lines
        assert "".join(span.text for span in line) == f"Éditée par {told}."


@pytest.mark.django_db
def test_what_is_shipped_is_read_by_everybody(now: datetime) -> None:
    operations.load_shipped(actor=Actor.SYSTEM, now=now)
    visitor = queries.faq(actor=Actor.NOBODY)
    assert [line.theme for line in visitor.themes] == [
        Theme.ACCES, Theme.PRO_SANTE_CONNECT, Theme.DEMANDE_COMPTE, Theme.INCIDENT,
    ]  # fmt: skip
    for role in Role:
        found = queries.faq(actor=Actor(user_id=1, roles=frozenset({role})))
        assert len(found.themes) == 8 and all(line.count >= 5 for line in found.themes)
    assert (
        asked(queries.faq(actor=Actor.NOBODY, text="mot de passe perdu"))[0] == "Vous avez perdu votre mot de passe ?"
    )
