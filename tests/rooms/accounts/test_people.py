"""The accounts in sight of a manager: by territory, searched, filtered, exported (F-220, F-226)."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts import operations, queries, rules
from sas.rooms.accounts.enums import AccountStatus
from sas.rooms.accounts.models import User
from sas.rooms.accounts.queries import AccountFilters
from sas.rooms.directory.models import Place
from sas.rooms.journal.models import AuditEntry
from tests.factories import care, people

pytestmark = pytest.mark.django_db
ALL = AccountFilters()


def named(user_id: int | None, family: str, given: str, email: str = "") -> int:
    key = f"{family} {given}".lower().replace("é", "e").replace("ï", "i")
    changed = {"family_name": family, "given_name": given, "name_key": key} | ({"email": email} if email else {})
    User.objects.filter(id=user_id).update(**changed)
    return user_id or 0


def seen(actor: Actor, filters: AccountFilters = ALL) -> set[int]:
    return {one.id for one in queries.people(actor=actor, filters=filters).people}


def delegate_of(*, structure_id: int) -> int:
    draft = operations.AccountDraft(
        "delegue@sas.example", "PETIT", "Anne", (Role.DELEGATAIRE,), password="x", delegated_structures=(structure_id,)
    )
    return operations.create_account(actor=Actor.SYSTEM, draft=draft, now=care.LONG_AGO)


def structure_manager(structure_id: int) -> int:
    draft = operations.AccountDraft(
        f"chef{structure_id}@sas.example",
        "CHEF",
        "Paul",
        (Role.GESTIONNAIRE_STRUCTURE,),
        password="x",
        structure_ids=(structure_id,),
    )
    return operations.create_account(actor=Actor.SYSTEM, draft=draft, now=care.LONG_AGO)


@pytest.mark.shows("F-220", "F-226")
def test_an_account_belongs_to_territories_by_itself_or_by_what_it_is_attached_to() -> None:
    ours, theirs = care.territory(departements=("35",)), care.territory(departements=("29",))
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(ours,))
    here, there = care.doctor_place(), care.doctor_place(commune=people.BREST)
    centre = people.structure()
    far_centre = people.structure(commune=people.BREST)
    point = people.structure(commune=None, kind="sos")
    Place.objects.filter(id=care.doctor_place().id).update(structure=point, professional=None)
    near = {
        manager.user_id,
        care.regulator(ours).user_id,
        care.keeper(here).user_id,
        care.account(Role.DELEGATAIRE, delegated=(here.professional_id or 0,)).user_id,
        structure_manager(centre.id),
        structure_manager(point.id),
        delegate_of(structure_id=centre.id),
    }
    far = {
        care.regulator(theirs).user_id,
        care.keeper(there).user_id,
        care.account(Role.DELEGATAIRE, delegated=(there.professional_id or 0,)).user_id,
        structure_manager(far_centre.id),
    }
    assert seen(manager) == near
    assert all(queries.person(actor=manager, user_id=one or 0) is None for one in far)
    national = care.account(Role.ADMINISTRATEUR_NATIONAL)
    assert seen(national) == near | far | {national.user_id}
    assert seen(national, AccountFilters(territory_id=theirs)) == far
    Place.objects.filter(id=here.id).update(closed_at=care.LONG_AGO)
    assert len(seen(manager)) == len(near) - 2


@pytest.mark.parametrize("role", sorted(set(Role) - set(rules.MANAGERS)))
def test_other_roles_see_no_account(role: Role) -> None:
    actor = care.account(role, territories=(care.territory(),))
    for ask in (
        lambda: queries.people(actor=actor, filters=ALL),
        lambda: queries.person(actor=actor, user_id=actor.user_id or 0),
        lambda: queries.suggested_professionals(actor=actor, text="martin"),
        lambda: queries.bulks(actor=actor, now=care.LONG_AGO),
        lambda: next(queries.people_in_chunks(actor=actor, filters=ALL)),
        lambda: operations.note_export(actor=actor, filters=ALL, form="csv", now=care.LONG_AGO),
    ):
        with pytest.raises(Refused):
            ask()


@pytest.mark.shows("F-220")
def test_the_list_is_searched_without_accents_nor_case_and_filtered() -> None:
    territory = care.territory()
    admin = care.account(Role.ADMINISTRATEUR)
    first = named(care.regulator(territory).user_id, "Éluard", "Anaïs", "a.e@chu.example")
    second = named(care.account(Role.IOA, territories=(territory,)).user_id, "Zola", "Émile")
    User.objects.filter(id=first).update(last_login=care.LONG_AGO)
    User.objects.filter(id=second).update(is_active=False)
    for text in ("ELUARD", "anais eluard", "Elu", "A.E@CHU", "chu.example"):
        assert seen(admin, AccountFilters(text=text)) == {first}
    assert seen(admin, AccountFilters(text="chu%example")) == set()
    assert seen(admin, AccountFilters(role=Role.IOA)) == {second}
    assert seen(admin, AccountFilters(status=AccountStatus.OFF)) == {second}
    assert seen(admin, AccountFilters(status=AccountStatus.ACTIVE)) == {first}
    assert seen(admin, AccountFilters(status=AccountStatus.NEVER)) == {admin.user_id}
    assert seen(admin, AccountFilters(text="zola", role=Role.REGULATEUR_OSNP)) == set()
    User.objects.filter(id=first).update(roles=[])
    assert seen(admin, AccountFilters(status=AccountStatus.NO_ROLE)) == {first}


@pytest.mark.shows("F-220")
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(number: int) -> None:
    territory = care.territory()
    for _ in range(number):
        care.keeper(care.doctor_place())
        structure_manager(people.structure().id)
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))
    with CaptureQueriesContext(connection) as asked:
        found = queries.people(actor=manager, filters=ALL)
    assert found.total == 2 * number + 1
    assert len(asked.captured_queries) == 6


@pytest.mark.shows("F-220")
def test_every_account_is_exported_once_in_the_order_of_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sas.rooms.accounts.queries.listing.CHUNK", 2)
    territory = care.territory()
    admin = care.account(Role.ADMINISTRATEUR)
    for _ in range(5):
        named(care.regulator(territory).user_id, "Martin", "Claire")
    chunks = list(queries.people_in_chunks(actor=admin, filters=ALL))
    assert [len(chunk) for chunk in chunks] == [2, 2, 2]
    ids = [one.id for chunk in chunks for one in chunk]
    assert len(set(ids)) == 6
    assert ids == [one.id for one in queries.people(actor=admin, filters=ALL).people]


@pytest.mark.shows("F-220", "F-226")
def test_an_export_leaves_its_count_in_the_journal_and_nothing_else(now: datetime) -> None:
    admin = care.account(Role.ADMINISTRATEUR_NATIONAL)
    assert operations.note_export(actor=admin, filters=AccountFilters(text="personne"), form="csv", now=now) == 1
    entry = AuditEntry.objects.get(verb="export_accounts")
    assert (entry.user_id, entry.details) == (admin.user_id, {"count": 1, "form": "csv"})


@pytest.mark.shows("F-221", "F-226")
def test_suggestions_stay_within_the_territories() -> None:
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(departements=("35",)),))
    national = care.account(Role.ADMINISTRATEUR_NATIONAL)
    here, there = care.doctor_place(), care.doctor_place(commune=people.BREST)
    near, far = people.structure(name="Lilas"), people.structure(commune=people.BREST, name="Lilas")
    labels = {f"MARTIN Claire – RPPS {people.rpps(one)}" for one in (here, there)}
    assert set(queries.suggested_professionals(actor=national, text="Martin")) == labels
    assert queries.suggested_professionals(actor=manager, text="MÀRTIN") == (
        f"MARTIN Claire – RPPS {people.rpps(here)}",
    )
    assert queries.suggested_professionals(actor=manager, text=people.rpps(there)) == ()
    assert queries.suggested_structures(actor=manager, text="lilas") == (f"{near.name} – FINESS {near.finess}",)
    assert queries.suggested_structures(actor=national, text=far.finess) == (f"{far.name} – FINESS {far.finess}",)
    assert queries.suggested_communes(actor=manager, text="Rennes") == ("Rennes 35000",)
    assert "Brest 29200" in queries.suggested_communes(actor=national, text="Brest")
    assert "Brest 29200" not in queries.suggested_communes(actor=manager, text="Brest")
