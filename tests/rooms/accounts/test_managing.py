"""Creating, changing, welcoming again, deactivating and closing accounts (F-013, F-014, F-221, F-223, F-224)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import (
    Delegation,
    OneTimeLink,
    User,
)
from sas.rooms.accounts.queries import PersonFacts
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care, people
from tests.factories.browsers import browser
from tests.factories.mail import Inbox, inbox, run_worker

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def territory() -> int:
    """Of the manager and of those managed."""
    return care.territory()


@pytest.fixture
def manager(territory: int) -> Actor:
    """An account manager of that territory."""
    return care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))


def person(actor: Actor, user_id: int | None) -> PersonFacts:
    found = queries.person(actor=actor, user_id=user_id or 0)
    assert found
    return found


def edit(actor: Actor, user_id: int | None, now: datetime, *, stamp: str = "", **changed: Any) -> None:
    found = person(actor, user_id)
    asked = replace(found.typed, **changed)
    operations.edit_account(actor=actor, user_id=found.id, stamp=stamp or found.stamp, asked=asked, now=now)


@pytest.mark.shows("F-010", "F-221")
def test_a_manager_creates_a_regulator_who_is_welcomed(
    manager: Actor, territory: int, now: datetime, inbox: Inbox
) -> None:
    asked = people.regulator_asked(territory, commune="Rennes", cpx_number="cpx 35", email="Anais@CHU.example")
    user = User.objects.get(id=operations.create_managed(actor=manager, asked=asked, now=now))
    assert (user.email, user.roles, user.commune_id, user.cpx_number) == (
        "anais@chu.example",
        ["regulateur_osnp"],
        "35238",
        "CPX35",
    )
    assert (user.name_key, user.password_set_at) == ("le goff anais", None)
    assert set(user.territories.values_list("id", flat=True)) == {territory}
    run_worker()
    (mail,) = inbox.mails
    assert mail["To"] == "anais@chu.example" and "Bienvenue" in mail["Subject"]
    entry = AuditEntry.objects.get(verb="create_account", subject_id=str(user.id))
    assert (entry.user_id, entry.details) == (manager.user_id, {"roles": ["regulateur_osnp"]})


@pytest.mark.shows("F-221")
def test_one_account_may_have_three_roles_with_all_they_need(manager: Actor, territory: int, now: datetime) -> None:
    place, centre, other = care.doctor_place(), people.structure(), people.structure(kind="sos")
    asked = people.regulator_asked(
        territory,
        roles=(Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE, Role.DELEGATAIRE),
        professional=people.rpps(place),
        structures=(centre.finess, f"{other.name} – FINESS {other.finess}"),
        delegated_structures=(centre.finess,),
    )
    user = User.objects.get(id=operations.create_managed(actor=manager, asked=asked, now=now))
    assert (user.professional_id, user.family_name, user.given_name) == (place.professional_id, "MARTIN", "Claire")
    assert set(user.structures.values_list("id", flat=True)) == {centre.id, other.id}
    assert Delegation.objects.get().structure_id == centre.id
    again = replace(asked, email="autre@sas.example")
    with pytest.raises(Impossible, match="déjà un compte") as problem:
        operations.create_managed(actor=manager, asked=again, now=now)
    assert problem.value.field == "professional"


@pytest.mark.shows("F-224")
def test_nothing_foreign_is_attached(manager: Actor, territory: int, now: datetime) -> None:
    elsewhere = care.territory(departements=("29",))
    far, far_place = people.structure(commune=people.BREST), care.doctor_place(commune=people.BREST)
    number = people.rpps(far_place)
    for changed, field in (
        ({"territories": (str(elsewhere),)}, "territories"),
        ({"roles": (Role.GESTIONNAIRE_STRUCTURE,), "structures": (far.finess,)}, "structures"),
        ({"roles": (Role.EFFECTEUR,), "professional": number}, "professional"),
        ({"roles": (Role.DELEGATAIRE,), "delegated_professionals": (number,)}, "delegated_professionals"),
        ({"roles": (Role.DELEGATAIRE,), "delegated_structures": (far.finess,)}, "delegated_structures"),
        ({"roles": (Role.GESTIONNAIRE_COMPTES,)}, "roles"),
    ):
        asked = replace(people.regulator_asked(territory), **changed)
        with pytest.raises(Impossible) as problem:
            operations.create_managed(actor=manager, asked=asked, now=now)
        assert problem.value.field == field
    assert User.objects.count() == 1


@pytest.mark.shows("F-223")
def test_a_change_keeps_the_names_of_the_fields_and_no_value(manager: Actor, territory: int, now: datetime) -> None:
    centre, other = people.structure(), people.structure()
    user_id = care.regulator(territory).user_id
    both = (Role.GESTIONNAIRE_STRUCTURE, Role.REGULATEUR_OSNP)
    edit(manager, user_id, now, given_name="Anaïs", roles=both, structures=(centre.finess,))
    edit(manager, user_id, now, structures=(other.finess,))
    edit(manager, user_id, now)
    user = User.objects.get(id=user_id)
    assert (user.given_name, user.roles) == ("Anaïs", ["gestionnaire_structure", "regulateur_osnp"])
    assert user.name_key.endswith("anais")
    assert set(user.structures.values_list("id", flat=True)) == {other.id}
    entries = AuditEntry.objects.filter(verb="edit_account").order_by("id")
    assert [one.details for one in entries] == [
        {"fields": ["given_name", "roles", "structures"]},
        {"fields": ["structures"]},
    ]


@pytest.mark.shows("F-223")
def test_two_managers_never_overwrite_each_other(manager: Actor, territory: int, now: datetime) -> None:
    user_id = care.regulator(territory).user_id
    stamp = person(manager, user_id).stamp
    edit(manager, user_id, now, family_name="DUPONT")
    with pytest.raises(Impossible, match="modifié par quelqu'un d'autre"):
        edit(manager, user_id, now, stamp=stamp, family_name="DURAND")
    assert User.objects.get(id=user_id).family_name == "DUPONT"
    stamp = person(manager, user_id).stamp
    Delegation.objects.create(delegate_id=user_id, structure=people.structure())
    with pytest.raises(Impossible, match="modifié par quelqu'un d'autre"):
        edit(manager, user_id, now, stamp=stamp, family_name="DURAND")


@pytest.mark.shows("F-014")
def test_a_new_address_is_welcomed_and_the_old_one_warned(
    manager: Actor, territory: int, now: datetime, inbox: Inbox
) -> None:
    regulator = care.regulator(territory)
    old = person(manager, regulator.user_id).email
    client = browser(regulator)
    people.open_session(regulator, client.cookies["sessionid"].value, now)
    people.link(regulator.user_id, LinkPurpose.RESET, now)
    edit(manager, regulator.user_id, now, email="nouvelle@sas.example")
    run_worker()
    said = {mail["To"]: mail["Subject"] for mail in inbox.mails}
    assert set(said) == {old, "nouvelle@sas.example"}
    assert "a changé" in said[old] and "Bienvenue" in said["nouvelle@sas.example"]
    assert client.get("/compte").status_code == 302
    (usable,) = OneTimeLink.objects.filter(used_at__isnull=True)
    assert (usable.purpose, usable.email) == ("welcome", "nouvelle@sas.example")


@pytest.mark.shows("F-013")
def test_the_welcome_mail_is_sent_again_and_its_first_link_dies(manager: Actor, territory: int, now: datetime) -> None:
    user_id = operations.create_managed(actor=manager, asked=people.regulator_asked(territory), now=now)
    operations.resend_welcome(actor=manager, user_id=user_id, now=now + timedelta(days=8))
    assert OutgoingMail.objects.filter(kind="welcome", user_id=user_id).count() == 2
    assert OneTimeLink.objects.filter(user_id=user_id, used_at__isnull=True).count() == 1
    operations.deactivate(actor=manager, user_id=user_id, now=now)
    with pytest.raises(Impossible, match="désactivé"):
        operations.resend_welcome(actor=manager, user_id=user_id, now=now)


ACTS: dict[str, Callable[..., Any]] = {
    "edit": lambda actor, user_id, now: operations.edit_account(
        actor=actor, user_id=user_id, stamp="", asked=people.regulator_asked(), now=now
    ),
    "welcome": lambda actor, user_id, now: operations.resend_welcome(actor=actor, user_id=user_id, now=now),
    "deactivate": lambda actor, user_id, now: operations.deactivate(actor=actor, user_id=user_id, now=now),
    "reactivate": lambda actor, user_id, now: operations.reactivate(actor=actor, user_id=user_id, now=now),
    "close": lambda actor, user_id, now: operations.close_account(actor=actor, user_id=user_id, now=now),
}


@pytest.mark.shows("F-224")
@pytest.mark.parametrize("act", ACTS)
def test_no_act_reaches_a_foreign_equal_or_own_account(act: str, manager: Actor, territory: int, now: datetime) -> None:
    foreign = care.regulator(care.territory(departements=("29",)))
    equal = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))
    higher = care.account(Role.ADMINISTRATEUR_NATIONAL, territories=(territory,))
    before = list(User.objects.order_by("id").values())
    for target in (foreign, equal, higher, manager):
        with pytest.raises(Refused):
            ACTS[act](manager, target.user_id, now)
    for actor in (care.account(Role.REFERENT_TERRITORIAL, Role.IOA, territories=(territory,)), Actor.NOBODY):
        with pytest.raises(Refused):
            ACTS[act](actor, foreign.user_id, now)
    assert list(User.objects.order_by("id").values())[: len(before)] == before


@pytest.mark.shows("F-224")
def test_what_another_territory_gave_survives_a_change(manager: Actor, territory: int, now: datetime) -> None:
    elsewhere, far = care.territory(departements=("29",)), people.structure(commune=people.BREST)
    shared = care.account(Role.REGULATEUR_OSNP, Role.GESTIONNAIRE_STRUCTURE, territories=(territory, elsewhere))
    User.objects.get(id=shared.user_id).structures.set([far])
    found = person(manager, shared.user_id)
    assert found.typed.territories == (str(territory),) and found.typed.structures == ()
    assert far.name in found.kept
    edit(manager, shared.user_id, now, territories=(), family_name="DUPONT")
    user = User.objects.get(id=shared.user_id)
    assert set(user.territories.values_list("id", flat=True)) == {elsewhere}
    assert set(user.structures.values_list("id", flat=True)) == {far.id}
