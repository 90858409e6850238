"""What an account must have by role, who may do what to whom: tables of truth, without a database (sas-domain §3)."""

from dataclasses import replace
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.rooms.accounts import rules
from sas.rooms.accounts.rules import Asked, Held, Known
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.queries import CommuneFacts, ProfessionalFacts, StructureFacts, TerritoryFacts

BRETAGNE, MANCHE = (
    TerritoryFacts(1, "SAS-35 Bretagne", frozenset({"35"})),
    TerritoryFacts(2, "Manche", frozenset({"50"})),
)
MANAGER = Actor(user_id=10, roles=frozenset({Role.GESTIONNAIRE_COMPTES}), territories=frozenset({1}))
NATIONAL = Actor(user_id=11, roles=frozenset({Role.ADMINISTRATEUR_NATIONAL}))
ADMINISTRATOR = Actor(user_id=12, roles=frozenset({Role.ADMINISTRATEUR}))
NOBODY_SPECIAL = Actor(user_id=13, roles=frozenset({Role.REFERENT_TERRITORIAL, Role.REGULATEUR_OSNP}))


def doctor(number: int, *departements: str) -> ProfessionalFacts:
    return ProfessionalFacts(number, f"8{number:011d}", "MARTIN", f"Claire {number}", frozenset(departements))


def house(number: int, *departements: str) -> StructureFacts:
    finess = f"35{number:07d}"
    return StructureFacts(number, StructureKind.CDS, f"CDS {number}", finess, "", False, frozenset(departements))


HOSPITAL = replace(house(6, "35"), kind=StructureKind.ESTABLISHMENT, name="CHU")


DOCTORS = [doctor(1, "35"), doctor(2, "50"), doctor(3), doctor(4, "971")]
HOUSES = [house(1, "35"), house(2, "50"), house(3), house(4, "35", "50"), HOSPITAL]
KNOWN = Known(
    territories=(BRETAGNE, MANCHE),
    professionals={one.national_id: one for one in DOCTORS},
    structures={one.finess: one for one in HOUSES},
    communes={"Rennes": CommuneFacts("35238", "Rennes", "35000", "35", "Ille-et-Vilaine")},
    emails={"prise@sas.example"},
    cpx_numbers={"CPX1"},
)
PLAIN = Asked(email="Jeanne@SAS.example ", family_name="Dupont", given_name="Jeanne")


def problems(
    actor: Actor = MANAGER, held: Held = rules.NOTHING_HELD, known: Known = KNOWN, **said: Any
) -> dict[str, str]:
    _, found = rules.judge(actor=actor, asked=replace(PLAIN, **said), known=known, held=held)
    return found


@pytest.mark.shows("F-221")
@pytest.mark.parametrize(
    ("role", "missing", "enough"),
    [
        (Role.EFFECTEUR, "professional", {"professional": "1".zfill(11)}),
        (Role.GESTIONNAIRE_STRUCTURE, "structures", {"structures": ("350000001",)}),
        (Role.DELEGATAIRE, "delegated_professionals", {"delegated_professionals": ("1".zfill(11),)}),
        (Role.DELEGATAIRE, "delegated_professionals", {"delegated_structures": ("350000001",)}),
        (Role.REGULATEUR_OSNP, "territories", {"territories": ("1",)}),
        (Role.REGULATEUR_OSNP, "territories", {"territories": ("SAS-35 bretagne",)}),
        (Role.GESTIONNAIRE_COMPTES, "territories", {"territories": ("1",)}),
        (Role.ADMINISTRATEUR_NATIONAL, None, {}),
        (Role.ADMINISTRATEUR, None, {}),
    ],
)
def test_each_role_must_have_something(role: Role, missing: str | None, enough: dict[str, Any]) -> None:
    assert set(problems(ADMINISTRATOR, roles=(role,))) == ({missing} if missing else set())
    assert problems(ADMINISTRATOR, roles=(role,), **enough) == {}


@pytest.mark.shows("F-202", "F-221")
@pytest.mark.parametrize(
    ("structures", "wrong"),
    [
        ((), {"structures"}),
        (("350000001",), {"structures"}),
        (("350000006",), set()),
        (("350000001", "350000006"), set()),
    ],
)
def test_an_ioa_works_in_an_establishment(structures: tuple[str, ...], wrong: set[str]) -> None:
    assert set(problems(roles=(Role.IOA,), territories=("1",), structures=structures)) == wrong
    elsewhere = problems(roles=(Role.IOA,), territories=("1",), structures=("350000002", "350000006"))
    assert "n'est pas dans vos territoires" in elsewhere["structures"]


@pytest.mark.shows("F-221")
def test_the_complementary_role_needs_another() -> None:
    assert set(problems(roles=(Role.REFERENT_TERRITORIAL,))) == {"roles"}
    assert problems(roles=(Role.REFERENT_TERRITORIAL, Role.REGULATEUR_OSNP), territories=("1",)) == {}


@pytest.mark.shows("F-224", "F-226")
@pytest.mark.parametrize(
    ("actor", "granted"),
    [
        (MANAGER, set(Role) - {Role.GESTIONNAIRE_COMPTES, Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR}),
        (NATIONAL, set(Role) - {Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR}),
        (ADMINISTRATOR, set(Role)),
        (Actor.SYSTEM, set(Role)),
        (NOBODY_SPECIAL, set()),
    ],
)
def test_roles_are_granted_by_rank(actor: Actor, granted: set[Role]) -> None:
    assert set(rules.grantable(actor)) == granted
    for role in Role:
        given = {"territories": ("1",), "professional": "1".zfill(11), "structures": ("350000001",)}
        found = problems(actor, roles=(role, Role.IOA), delegated_structures=("350000001",), **given)
        assert ("roles" in found) == (not {role, Role.IOA} <= granted)


@pytest.mark.shows("F-223", "F-224")
@pytest.mark.parametrize(
    ("theirs", "by"),
    [
        ((Role.REGULATEUR_OSNP, Role.REFERENT_TERRITORIAL), "manager national administrator"),
        ((Role.GESTIONNAIRE_COMPTES, Role.EFFECTEUR), "national administrator"),
        ((Role.ADMINISTRATEUR_NATIONAL,), "administrator"),
        ((Role.ADMINISTRATEUR,), ""),
    ],
)
def test_nobody_changes_an_equal_or_higher_rank(theirs: tuple[Role, ...], by: str) -> None:
    actors = {"manager": MANAGER, "national": NATIONAL, "administrator": ADMINISTRATOR, "other": NOBODY_SPECIAL}
    may = {name for name, actor in actors.items() if not rules.may_change(actor=actor, user_id=99, roles=theirs)}
    assert may == set(by.split())


def test_nobody_changes_oneself() -> None:
    for actor in (MANAGER, NATIONAL, ADMINISTRATOR):
        assert rules.may_change(actor=actor, user_id=actor.user_id or 0, roles=(Role.IOA,))


@pytest.mark.shows("F-224")
@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, None),
        (2, "n'est pas dans vos territoires"),
        (3, "n'a aucun lieu d'exercice ouvert"),
        (4, "aucun territoire n'est connu"),
        (5, "aucun professionnel n'a ce numéro"),
    ],
)
def test_a_manager_attaches_professionals_of_the_territories(number: int, sentence: str | None) -> None:
    typed = f"MARTIN Claire – RPPS {number:011d}"
    for found in (
        problems(roles=(Role.EFFECTEUR,), professional=typed).get("professional"),
        problems(roles=(Role.DELEGATAIRE,), delegated_professionals=(typed,)).get("delegated_professionals"),
    ):
        assert found is None if sentence is None else sentence in (found or "")
    abroad = problems(NATIONAL, roles=(Role.EFFECTEUR,), professional=typed)
    assert bool(abroad) == (number in {3, 5})


@pytest.mark.shows("F-224")
@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, None),
        (2, "n'est pas dans vos territoires"),
        (3, "aucun territoire n'est connu"),
        (4, None),
        (5, "aucune structure ouverte n'a ce numéro"),
    ],
)
def test_a_manager_attaches_structures_of_the_territories(number: int, sentence: str | None) -> None:
    found = problems(roles=(Role.GESTIONNAIRE_STRUCTURE,), structures=(f"CDS – FINESS 35{number:07d}",)).get(
        "structures"
    )
    assert found is None if sentence is None else sentence in (found or "")


@pytest.mark.shows("F-224")
def test_a_manager_gives_only_own_territories() -> None:
    osnp = (Role.REGULATEUR_OSNP,)
    assert "n'est pas l'un de vos territoires" in problems(roles=osnp, territories=("Manche",))["territories"]
    assert "n'existe pas" in problems(roles=osnp, territories=("Corse",))["territories"]
    assert problems(NATIONAL, roles=osnp, territories=("1", "Manche")) == {}


@pytest.mark.shows("F-224")
def test_duplicates_are_refused() -> None:
    manager = {"roles": (Role.GESTIONNAIRE_STRUCTURE,)}
    twice = ("350000001", "CDS 1 – FINESS 350000001")
    assert "figure deux fois" in problems(**manager, structures=twice)["structures"]
    taken = problems(NATIONAL, **manager, structures=("350000001",), territories=("1", "SAS-35 Bretagne"))
    assert "figure deux fois" in taken["territories"]
    osnp = {"roles": (Role.REGULATEUR_OSNP,), "territories": ("1",)}
    assert "déjà utilisée" in problems(**osnp, email="PRISE@sas.example")["email"]
    assert "déjà celui" in problems(**osnp, cpx_number="cpx 1")["cpx_number"]
    known = replace(KNOWN, professional_ids={1})
    assert (
        "déjà un compte" in problems(known=known, roles=(Role.EFFECTEUR,), professional="1".zfill(11))["professional"]
    )


@pytest.mark.shows("F-221")
def test_the_names_of_an_effecteur_are_those_of_the_directory() -> None:
    settled, _ = rules.judge(
        actor=MANAGER, asked=replace(PLAIN, roles=(Role.EFFECTEUR,), professional="00000000001"), known=KNOWN
    )
    assert settled and (settled.family_name, settled.given_name, settled.email) == (
        "MARTIN",
        "Claire 1",
        "jeanne@sas.example",
    )


@pytest.mark.shows("F-221")
def test_the_national_identifier_is_frozen_once_set() -> None:
    held = Held(professional=DOCTORS[2])
    settled, _ = rules.judge(
        actor=MANAGER, asked=replace(PLAIN, roles=(Role.EFFECTEUR,), professional="00000000001"), known=KNOWN, held=held
    )
    assert settled and settled.professional_id == 3


def test_what_does_not_apply_to_the_roles_is_left_aside() -> None:
    said = {"structures": ("350000002",), "professional": "x", "cpx_number": "CPX1", "territories": ("1",)}
    settled, found = rules.judge(actor=MANAGER, asked=replace(PLAIN, roles=(Role.DELEGATAIRE,), **said), known=KNOWN)
    assert settled is None and set(found) == {"delegated_professionals"}


@pytest.mark.shows("F-224")
def test_what_is_out_of_reach_stays() -> None:
    held = Held(structures=frozenset({1, 2}), kept_structures=frozenset({2}), kept_territories=frozenset({2}))
    asked = replace(PLAIN, roles=(Role.GESTIONNAIRE_STRUCTURE,), territories=("1",))
    settled, found = rules.judge(actor=MANAGER, asked=asked, known=KNOWN, held=held)
    assert found == {}
    assert settled and (settled.structure_ids, settled.territory_ids) == ({2}, {1, 2})
    lost = problems(held=held, roles=(Role.REGULATEUR_OSNP,), territories=("1",))
    assert set(lost) == {"roles"}


@pytest.mark.parametrize(
    ("typed", "professional", "structure"),
    [
        ("10000000123", "810000000123", ""),
        ("10 000 000 123", "810000000123", ""),
        ("810000000123", "810000000123", ""),
        ("351234567", "0351234567", "351234567"),
        ("2A1234567", "02A1234567", "2A1234567"),
        ("MARTIN Claire – RPPS 10000000123", "810000000123", ""),
        ("12345678901234", "", "12345678901234"),
        ("SOS 35 – SIRET 12345678901234", "", "12345678901234"),
        ("Dr Martin", "", ""),
        ("", "", ""),
    ],
)
def test_numbers_are_read_in_what_is_typed_or_chosen(typed: str, professional: str, structure: str) -> None:
    assert rules.professional_number(typed) == professional
    assert rules.structure_number(typed) == structure


def test_texts_are_bounded() -> None:
    osnp = {"roles": (Role.REGULATEUR_OSNP,), "territories": ("1",)}
    assert set(problems(**osnp, family_name="x" * 81, given_name=" ")) == {"family_name", "given_name"}
    assert set(problems(**osnp, cpx_number="1" * 31)) == {"cpx_number"}
    assert set(problems(**osnp, email="jeanne")) == {"email"}
    assert set(problems(**osnp, commune="Atlantis")) == {"commune"}
    assert set(problems()) == {"roles"}
