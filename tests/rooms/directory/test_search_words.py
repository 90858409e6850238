"""Suggested searches and words of the search: each of them searches something (F-229)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.directory import operations, queries
from sas.rooms.directory.models import Activity
from sas.rooms.directory.rules import SuggestionDraft
from sas.rooms.offer.queries import suggest_what, vocabulary
from sas.rooms.offer.queries.vocabulary import What, understand
from tests.factories import care, configuration

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-229")]


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    """Every test has the same hour."""
    vocabulary._lexicon.cache_clear()
    yield
    vocabulary._lexicon.cache_clear()


@pytest.fixture
def admin() -> Actor:
    return care.account(Role.ADMINISTRATEUR)


def ids(kind: str, *codes: str) -> set[int]:
    return set(Activity.objects.filter(kind=kind, code__in=codes).values_list("id", flat=True))


def test_suggested_searches_come_in_their_order_before_anything_is_typed(admin: Actor, now: datetime) -> None:
    configuration.suggestion("Soins dentaires", position=2)
    configuration.suggestion("Médecine générale", position=1)
    configuration.suggestion("Ancienne", active=False)
    assert suggest_what(actor=admin, text=" ", now=now) == ("Médecine générale", "Soins dentaires")
    assert suggest_what(actor=admin, text="dent", now=now)[0] == "Soins dentaires"
    assert suggest_what(actor=admin, text="so", now=now) == ()


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"professions": frozenset(), "structure_kinds": frozenset({"cds", "sos"})}, ("structure", "cds", "sos")),
        ({"professions": frozenset({"10"}), "specialties": frozenset({"SM54"})}, ("specialty", "SM54")),
    ],
)
@pytest.mark.shows("E9")
def test_its_filter_says_what_is_searched(
    now: datetime, rule: dict[str, frozenset[str]], found: tuple[str, ...]
) -> None:
    configuration.suggestion("Sans rendez-vous", **rule)
    meant = understand(text="SANS rendez vous", now=now)
    assert (meant.label, set(meant.activities)) == ("Sans rendez-vous", ids(*found))


def test_a_profession_means_its_specialties_too(now: datetime) -> None:
    configuration.suggestion("Un docteur", professions=frozenset({"10"}))
    meant = set(understand(text="un docteur", now=now).activities)
    assert meant > ids("profession", "10") | ids("specialty", "SM54", "SM04")


def test_a_suggestion_without_a_filter_must_be_something_known(admin: Actor, now: datetime) -> None:
    def save(text: str) -> int:
        return operations.save_suggestion(actor=admin, suggestion_id=None, draft=SuggestionDraft(text), now=now)

    with pytest.raises(Impossible, match="filtre") as problem:
        save("Soins de ville")
    assert problem.value.field == "text"
    save("Médecine générale")
    configuration.word("Dispensaire")
    save("dispensaire")
    with pytest.raises(Impossible, match="déjà ce texte"):
        save("DISPENSAIRE")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SuggestionDraft("ab", professions=frozenset({"10"})), "text"),
        (SuggestionDraft("x" * 121, professions=frozenset({"10"})), "text"),
        (SuggestionDraft("Soins", position=0, professions=frozenset({"10"})), "position"),
        (SuggestionDraft("Soins", professions=frozenset({"999"})), "professions"),
        (SuggestionDraft("Soins", structure_kinds=frozenset({"10"})), "structure_kinds"),
        (SuggestionDraft("Soins", specialties=frozenset({"x"})), "specialties"),
    ],
)
def test_what_no_suggestion_may_be(admin: Actor, now: datetime, draft: SuggestionDraft, field: str) -> None:
    with pytest.raises(Impossible) as problem:
        operations.save_suggestion(actor=admin, suggestion_id=None, draft=draft, now=now)
    assert problem.value.field == field and queries.suggestion_states(actor=admin) == ()


@pytest.mark.shows("F-164")
def test_a_word_searches_its_activity_in_every_process_within_half_a_minute(admin: Actor, now: datetime) -> None:
    assert understand(text="dispensaire", now=now).words == ("dispensaire",)
    configuration.word("Dispensaire")
    later = now + timedelta(seconds=vocabulary.READ_EVERY)
    centres = (configuration.health_centres(),)
    assert understand(text="dispensaires", now=later) == What("Centre de santé", centres)
    assert suggest_what(actor=admin, text="dispen", now=later) == ("Centre de santé",)


def test_a_word_that_means_something_already_is_refused(admin: Actor, now: datetime) -> None:
    number = configuration.word("Dispensaire")
    for word, sentence in (("généraliste", "Médecin généraliste"), ("DISPENSAIRE", "déjà dans la liste"), ("a", "2 à")):
        with pytest.raises(Impossible, match=sentence):
            operations.save_word(actor=admin, word_id=None, word=word, activity_id=1, now=now)
    with pytest.raises(Impossible) as problem:
        operations.save_word(actor=admin, word_id=number, word="Autre", activity_id=0, now=now)
    assert problem.value.field == "activity"


def test_lines_are_removed_and_a_word_that_is_a_suggestion_stays(admin: Actor, now: datetime) -> None:
    word = configuration.word("Dispensaire")
    suggestion = configuration.suggestion("Dispensaire", professions=frozenset())
    with pytest.raises(Impossible, match="retirez-la"):
        operations.delete_word(actor=admin, word_id=word, now=now)
    operations.delete_suggestion(actor=admin, suggestion_id=suggestion, now=now)
    operations.delete_word(actor=admin, word_id=word, now=now)
    assert (queries.suggestion_states(actor=admin), queries.word_states(actor=admin)) == ((), ())
    with pytest.raises(Impossible, match="n'existe plus"):
        operations.delete_suggestion(actor=admin, suggestion_id=suggestion, now=now)


def test_only_administrators_keep_them(now: datetime) -> None:
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))
    for act in (
        lambda: operations.save_suggestion(
            actor=manager, suggestion_id=None, draft=SuggestionDraft("Médecine générale"), now=now
        ),
        lambda: operations.delete_suggestion(actor=manager, suggestion_id=1, now=now),
        lambda: operations.save_word(actor=manager, word_id=None, word="Mot", activity_id=1, now=now),
        lambda: operations.delete_word(actor=manager, word_id=1, now=now),
    ):
        with pytest.raises(Refused):
            act()
