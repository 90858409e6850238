"""A file of accounts: shown, confirmed, carried out line by line, gone on with after a crash, forgotten (F-221)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.enums import BulkState, LineState
from sas.rooms.accounts.models import BulkCreation, BulkLine, User
from sas.rooms.accounts.operations import FileLine
from sas.rooms.accounts.operations import bulk as carrying
from sas.rooms.accounts.queries import BulkFacts
from sas.rooms.accounts.rules.bulk import KEPT, MOST_LINES, STALLED
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care, people
from tests.factories.mail import run_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-221")]


@pytest.fixture
def manager() -> Actor:
    """An account manager of Ille-et-Vilaine."""
    return care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))


def osnp(email: str, **changed: str) -> dict[str, str]:
    return {
        "adresse electronique": email,
        "nom": "Petit",
        "prenom": "Anne",
        "roles": "Régulateur-OSNP",
        "territoires": "1",
    } | changed


def show(manager: Actor, *values: Mapping[str, str], now: datetime) -> int:
    (territory,) = manager.territories
    lines = [
        FileLine(at, {**one, **({"territoires": str(territory)} if one.get("territoires") == "1" else {})})
        for at, one in enumerate(values, start=2)
    ]
    return operations.show_bulk(actor=manager, file_name="comptes.csv", lines=lines, now=now)


def facts(manager: Actor, bulk_id: int, now: datetime) -> BulkFacts:
    found = queries.bulk(actor=manager, bulk_id=bulk_id, now=now)
    assert found
    return found.bulk


def test_each_line_is_judged_before_anything_is_written(manager: Actor, now: datetime) -> None:
    care.territory(departements=("29",))
    place, far = care.doctor_place(), people.structure(commune=people.BREST)
    doctor = {"roles": "effecteur", "rpps ou adeli": people.rpps(place)}
    bulk_id = show(
        manager,
        osnp("a@sas.example", roles="Régulateur-OSNP | Référent territorial"),
        osnp("A@sas.example "),
        osnp("b@sas.example", roles="Chef | Régulateur-OSNP"),
        osnp("c@sas.example", roles="Gestionnaire de comptes"),
        osnp("d@sas.example", **doctor),
        osnp("f@sas.example", roles="Gestionnaire de structure", structures=far.finess),
        osnp("g", territoires="Corse"),
        now=now,
    )
    page = queries.bulk(actor=manager, bulk_id=bulk_id, now=now)
    assert page
    assert [one.problem for one in page.lines] == [
        "",
        "Déjà demandé à la ligne 2.",
        "« Chef » n'est pas un rôle.",
        "Vous ne pouvez pas donner ce rôle : SAS - Gestionnaire de comptes.",
        "",
        f"{far.name} – FINESS {far.finess} n'est pas dans vos territoires.",
        "Renseignez une adresse complète : elle s'écrit nom@domaine.fr. « Corse » : ce territoire n'existe pas.",
    ]
    assert [one.state is LineState.READY for one in page.lines] == [not one.problem for one in page.lines]
    assert (User.objects.count(), OutgoingMail.objects.count()) == (1, 0)
    assert (page.bulk.ready, page.bulk.refused, page.bulk.state) == (2, 5, BulkState.PREVIEWED)


def test_the_worker_creates_what_is_ready_and_reports_the_rest(manager: Actor, now: datetime) -> None:
    bulk_id = show(manager, osnp("a@sas.example"), osnp("b@sas.example"), osnp("c"), now=now)
    operations.start_bulk(actor=manager, bulk_id=bulk_id, now=now)
    taken = people.regulator_asked(*manager.territories, email="b@sas.example")
    operations.create_managed(actor=manager, asked=taken, now=now)
    run_worker()
    found = facts(manager, bulk_id, now)
    assert (found.state, found.created, found.refused, found.ready) == (BulkState.DONE, 1, 2, 0)
    made = User.objects.get(email="a@sas.example")
    assert OutgoingMail.objects.filter(user_id=made.id, kind="welcome").count() == 1
    assert [(one.state, one.values, one.user_id) for one in BulkLine.objects.order_by("number")][:1] == [
        ("created", {}, made.id)
    ]
    refused = list(queries.refused_lines(actor=manager, bulk_id=bulk_id))
    assert [(one.number, one.values["adresse electronique"]) for one in refused] == [(3, "b@sas.example"), (4, "c")]
    assert "déjà utilisée" in refused[0].problem


def test_a_worker_that_dies_leaves_the_rest_to_the_next(
    manager: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk_id = show(manager, *(osnp(f"p{at}@sas.example") for at in range(4)), now=now)
    operations.start_bulk(actor=manager, bulk_id=bulk_id, now=now)
    plain, calls = carrying.make_managed, []

    def dies_at_the_third(**said: object) -> int:
        calls.append(said)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return plain(**said)  # type: ignore[arg-type]

    monkeypatch.setattr(carrying, "make_managed", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        operations.carry_out(actor=Actor.SYSTEM, bulk_id=bulk_id, now=now)
    found = facts(manager, bulk_id, now)
    assert (found.state, found.created, found.ready, found.done) == (BulkState.RUNNING, 2, 2, 2)
    monkeypatch.setattr(carrying, "make_managed", plain)
    operations.carry_out(actor=Actor.SYSTEM, bulk_id=bulk_id, now=now)
    operations.carry_out(actor=Actor.SYSTEM, bulk_id=bulk_id, now=now)
    assert facts(manager, bulk_id, now).created == 4
    assert (
        User.objects.filter(email__startswith="p", email__endswith="@sas.example", name_key="petit anne").count() == 4
    )


def test_a_right_withdrawn_meanwhile_creates_nothing(manager: Actor, now: datetime) -> None:
    bulk_id = show(manager, osnp("a@sas.example"), now=now)
    operations.start_bulk(actor=manager, bulk_id=bulk_id, now=now)
    User.objects.filter(id=manager.user_id).update(is_active=False)
    operations.carry_out(actor=Actor.SYSTEM, bulk_id=bulk_id, now=now)
    assert not User.objects.filter(email="a@sas.example").exists()
    assert "gestionnaires de comptes" in BulkLine.objects.get().problem


def test_a_file_belongs_to_who_brought_it(manager: Actor, now: datetime) -> None:
    bulk_id = show(manager, osnp("a@sas.example"), now=now)
    other = care.account(Role.GESTIONNAIRE_COMPTES, territories=tuple(manager.territories))
    assert queries.bulk(actor=other, bulk_id=bulk_id, now=now) is None
    assert queries.bulks(actor=other, now=now) == ()
    assert list(queries.refused_lines(actor=other, bulk_id=bulk_id)) == []
    with pytest.raises(Refused):
        operations.start_bulk(actor=other, bulk_id=bulk_id, now=now)
    with pytest.raises(Refused):
        operations.carry_out(actor=manager, bulk_id=bulk_id, now=now)


def test_a_creation_starts_once_and_again_only_when_it_stalls(manager: Actor, now: datetime) -> None:
    bulk_id = show(manager, osnp("a@sas.example"), now=now)
    operations.start_bulk(actor=manager, bulk_id=bulk_id, now=now)
    with pytest.raises(Impossible, match="déjà lancée"):
        operations.start_bulk(actor=manager, bulk_id=bulk_id, now=now)
    later = now + STALLED
    assert facts(manager, bulk_id, later).stalled
    operations.start_bulk(actor=manager, bulk_id=bulk_id, now=later)
    run_worker()
    assert facts(manager, bulk_id, later).created == 1


def test_a_file_has_lines_and_not_too_many(manager: Actor, now: datetime) -> None:
    with pytest.raises(Impossible, match="aucune ligne"):
        show(manager, now=now)
    with pytest.raises(Impossible, match=str(MOST_LINES)):
        show(manager, *([{}] * (MOST_LINES + 1)), now=now)
    with pytest.raises(Refused):
        operations.show_bulk(actor=Actor.NOBODY, file_name="x", lines=[FileLine(2, {})], now=now)
    bulk_id = show(manager, osnp("a"), now=now)
    with pytest.raises(Impossible, match="Aucune ligne"):
        operations.start_bulk(actor=manager, bulk_id=bulk_id, now=now)


@pytest.mark.shows("F-270")
def test_files_are_forgotten_with_their_retention(manager: Actor, now: datetime) -> None:
    show(manager, osnp("a@sas.example"), now=now - KEPT - timedelta(seconds=1))
    kept = show(manager, osnp("b@sas.example"), now=now - KEPT)
    assert operations.forget_bulks(actor=Actor.SYSTEM, now=now) == 1
    assert [one.id for one in BulkCreation.objects.all()] == [kept]
    assert BulkLine.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_whole_file_is_judged_in_the_same_few_questions(
    number: int, manager: Actor, now: datetime, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(8):  # type: ignore[operator]
        show(manager, *(osnp(f"p{at}@sas.example", commune="Rennes") for at in range(number)), now=now)


def test_a_professional_is_asked_once_in_a_file(manager: Actor, now: datetime) -> None:
    doctor = {"roles": "Effecteur", "rpps ou adeli": people.rpps(care.doctor_place())}
    bulk_id = show(manager, osnp("a@sas.example", **doctor), osnp("b@sas.example", **doctor), now=now)
    page = queries.bulk(actor=manager, bulk_id=bulk_id, state=LineState.REFUSED, now=now)
    assert page and [one.problem for one in page.lines] == ["Déjà demandé à la ligne 2."]
