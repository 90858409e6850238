"""« Avenant 9 » for an effecteur, and for whoever manages structures: what the pages say, at 1 and 3 of everything."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.accounts.models import Delegation, User
from sas.rooms.directory.models import Place, Professional, Structure
from sas.rooms.indicators import operations, rules
from sas.rooms.indicators.models import MonthFact
from sas.rooms.orientation import operations as orientation
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import agenda, associations, care
from tests.factories.browsers import browser
from tests.factories.quarters import Sent, send
from tests.web.calendar.reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]
UNKNOWN = "L'annuaire ne dit pas encore le mode d'exercice"
OWN, STRUCTURES = "/sas/avenant-9", "/sas/avenant-9/structures"


def came(place: Place, count: int, state: str = "fulfilled") -> list[int]:
    """So many in October."""
    rows = [Sent(place, datetime(2026, 10, 1, 9) + timedelta(hours=number), state) for number in range(count)]
    return send(rows, author=care.regulator(care.territory()))


def test_the_page_tells_both_indicators_and_what_stands_behind(place: Place, client: Client) -> None:
    came(place, 17)
    came(place, 2, "noshow")
    html = read(client, OWN)
    said = words(html)
    for expected in (
        "4e trimestre 2026",
        "Provisoire",
        "Montants donnés à titre indicatif",
        "L'avenant 9 concerne les médecins libéraux. L'annuaire ne dit pas encore le mode d'exercice",
        "1 400 € par an",
        "Conditions non réunies",
        "Octobre 2026 : oui, À titre individuel",
        "non, 2 heures par semaine non déclarées ; 0 semaine sur 4 avec au moins 2 h visibles",
        "17 patients pris en charge sur appel du SAS ce trimestre",
        "Palier atteint : de 16 à 25 patients, soit 210 € pour le trimestre.",
        "Palier suivant : encore 9 patients pour atteindre 350 €.",
        "Octobre 2026 : 17 orientations comptées, provisoire",
        "honorée 17 ; non honorée 2",
        "Guide utilisateur",
    ):
        assert expected in said, expected
    assert html.count("<option") == 8
    assert said.count("En sus des disponibilités Honorée Oui") == 17
    assert said.count("En sus des disponibilités Non honorée Non") == 2


def test_conditions_met_and_the_last_step_are_told(place: Place, client: Client) -> None:
    ProfessionalSettings.objects.update(has_software=True, editor_slots_refused=False)
    came(place, 46)
    said = words(read(client, OWN))
    assert "Conditions réunies" in said
    assert "oui, Créneaux de la solution de prise de rendez-vous affichés" in said
    assert "Le dernier palier est atteint." in said
    assert "630 € pour le trimestre" in said


def test_nothing_received_pays_nothing_and_says_what_is_missing(client: Client) -> None:
    said = words(read(client, OWN))
    assert "Aucun palier n'est atteint : 0 € pour le trimestre." in said
    assert "encore 5 patients pour atteindre 70 €" in said
    assert "Aucune orientation ce trimestre." in said


def test_another_quarter_is_chosen_and_an_odd_one_is_the_present_one(place: Place, client: Client) -> None:
    came(place, 5)
    past = words(read(client, f"{OWN}?trimestre=2026-T2"))
    assert "Avenant 9" in past
    assert "0 patient pris en charge" in past
    for odd in ("2026-T9", "2020-T1", "2027-T1", "%27", "2026-T4&page=9999999"):
        assert "5 patients pris en charge" in words(read(client, f"{OWN}?trimestre={odd}"))


def test_many_orientations_are_read_twenty_five_at_a_time(place: Place, client: Client) -> None:
    came(place, 30)
    assert read(client, OWN).count("En sus des disponibilités") == 25
    assert read(client, f"{OWN}?trimestre=2026-T4&page=2").count("En sus des disponibilités") == 5


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_whatever_was_received(place: Place, client: Client, count: int) -> None:
    came(place, count)
    with CaptureQueriesContext(connection) as asked:
        read(client, OWN)
    assert len(asked) == 30


def test_who_is_no_doctor_of_his_own_practice_is_told_so(now: datetime) -> None:
    centre = associations.house("cds")
    salaried = browser(care.account(Role.EFFECTEUR, professional_id=centre.member.id))
    said = words(read(salaried, OWN))
    assert "Vous n'êtes pas concerné" in said
    assert "sa participation au SAS est à la discrétion de son centre de santé." in said
    assert "Montants" not in said


@pytest.mark.parametrize(
    ("modes", "told"),
    [
        ("L", "0 patient pris en charge"),
        ("LS", "0 patient pris en charge"),
        (("", "S"), f"{UNKNOWN} : en attendant, sont comptés les lieux"),
        ("S", "aucun de vos lieux d'exercice n'est celui d'un médecin libéral. Aucune action n'est requise"),
        ("SB", "Vous n'êtes pas concerné"),
        ("", "L'annuaire ne vous connaît aucun lieu d'exercice ouvert."),
    ],
)
def test_only_who_works_as_a_liberal_somewhere_has_figures(place: Place, client: Client, modes: str, told: str) -> None:
    """Each mode stands for a place; none: his only place is closed."""
    Place.objects.filter(id=place.id).update(closed_at=None if modes else care.LONG_AGO)
    for at, mode in enumerate(modes):
        if at:
            agenda.make_place(professional=place.professional, exercise_mode=mode)
        else:
            Place.objects.filter(id=place.id).update(exercise_mode=mode)
    said = words(read(client, OWN))
    assert told in said
    assert (UNKNOWN in said) is ("" in tuple(modes))


def test_a_doctor_who_became_salaried_reads_the_months_that_were_closed_before(place: Place, client: Client) -> None:
    came(place, 6)
    operations.keep_up(actor=Actor.SYSTEM, now=datetime(2026, 11, 9, 12, tzinfo=UTC))
    send([Sent(place, datetime(2026, 11, 3, 9), "fulfilled")], author=care.regulator(care.territory()))
    Place.objects.filter(id=place.id).update(exercise_mode="S")
    said = words(read(client, OWN))
    assert "seuls sont comptés les mois clos auparavant" in said
    assert "6 patients pris en charge" in said
    assert "Provisoire" not in said
    assert "Trimestre clos" not in said
    assert said.count("Honorée Oui") == 6
    assert said.count("Honorée Non") == 1
    assert "Vous n'êtes pas concerné" in words(read(client, f"{OWN}?trimestre=2026-T3"))


def test_who_is_no_doctor_is_told_so(place: Place, client: Client) -> None:
    Professional.objects.filter(id=place.professional_id).update(profession_code="60")
    assert "L'annuaire ne vous connaît pas comme médecin." in words(read(client, OWN))


def test_a_delegate_sees_nothing_of_it_not_even_on_the_dashboard(place: Place, client: Client) -> None:
    delegate = browser(care.account(Role.DELEGATAIRE, delegated=(place.professional_id or 0,)))
    for address in (OWN, STRUCTURES):
        assert delegate.get(address).status_code == 403
    for address in ("/sas/tableau-de-bord", "/compte"):
        assert "avenant" not in words(read(delegate, address)).lower()
        assert f'href="{OWN}"' in read(client, address)


@pytest.mark.shows("F-103")
def test_the_manager_of_a_centre_reads_its_conditions() -> None:
    house = associations.house("cds")
    associations.centre_settings(house.structure, practitioners=3, pledged=True)
    came(house.place, 2)
    said = words(read(browser(house.manager), STRUCTURES))
    for expected in (
        "Conditions du centre de santé (avenant 4)",
        "Conditions non réunies",
        "le guide n'indique pas de montant",
        "Octobre 2026 : oui, Accepté",
        "oui, 6 heures par semaine déclarées (3 × 2 h)",
        "non, 0 semaine sur 4 avec au moins 6 h visibles",
        "2 orientations honorées ce trimestre",
        "2 orientations sans membre désigné.",
    ):
        assert expected in said, expected


def test_a_structure_of_another_kind_has_members_and_no_condition(now: datetime) -> None:
    house = associations.house("msp")
    member = associations.takes_part_through(house.structure, Via.MSP)
    first, *_ = came(house.place, 2)
    orientation.name_member(actor=house.manager, orientation_id=first, professional_id=member.id, now=now)
    html = read(browser(house.manager), STRUCTURES)
    said = words(html)
    assert "avenant 4" not in said
    assert "MARTIN Claire : 1" in said
    assert "1 orientation sans membre désigné." in said
    assert f'href="/sas/agenda/{house.place.id}/orientations?semaine=2026-10-01"' in html
    doctor = browser(care.account(Role.EFFECTEUR, professional_id=member.id))
    assert "1 patient pris en charge" in words(read(doctor, OWN))
    assert "adressée à la structure" in words(read(doctor, OWN))
    assert f"Via ma MSP : {house.structure.name}" in words(read(doctor, OWN))


@pytest.mark.parametrize("count", [1, 3])
def test_structures_are_read_together(count: int) -> None:
    several = [associations.house("cds") for _ in range(count)]
    manager = User.objects.get(id=several[0].manager.user_id)
    manager.structures.set([one.structure for one in several])
    for one in several:
        came(one.place, 1)
    client = browser(care.acting(manager.id))
    with CaptureQueriesContext(connection) as asked:
        html = read(client, STRUCTURES)
    assert len(asked) == 32
    assert html.count("Conditions du centre de santé") == count


def test_structures_for_which_one_is_a_delegate_only_are_not_shown() -> None:
    own, helped = associations.house("cds"), associations.house("cds")
    Structure.objects.filter(id=helped.structure.id).update(name="Centre aidé")
    Delegation.objects.create(delegate_id=own.manager.user_id, structure=helped.structure)
    User.objects.filter(id=own.manager.user_id).update(roles=[Role.GESTIONNAIRE_STRUCTURE, Role.DELEGATAIRE])
    manager: Actor = care.acting(own.manager.user_id or 0)
    assert helped.structure.id in manager.structures
    assert "Centre aidé" not in words(read(browser(manager), STRUCTURES))


def test_a_month_computed_again_says_what_it_said_before(place: Place, client: Client) -> None:
    first, second = came(place, 2)
    evidence = rules.written(rules.of_professional(rules.NO_CHOICE, ()))
    zeros = dict.fromkeys(("honoured", "presumed", "not_honoured", "cancelled", "declined"), 0)
    month = {"professional_id": place.professional_id, "month": date(2026, 10, 1), "evidence": evidence, **zeros}
    at = datetime(2026, 11, 8, 12, tzinfo=UTC)
    MonthFact.objects.create(**month, version=1, at=at, counted_ids=[first, second])
    told = {"counted": [2, 1], "added": [], "removed": [second]}
    MonthFact.objects.create(**month, version=2, at=at + timedelta(days=3), counted_ids=[first], difference=told)
    said = words(read(client, OWN))
    assert "Octobre 2026 : 1 orientation comptée, clos, recalculé le 11/11/2026 (2 avant, 1 après)" in said
    assert "1 patient pris en charge" in said
    assert (said.count("Honorée Oui"), said.count("Honorée Non")) == (1, 1)
