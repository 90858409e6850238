"""What cards tell of a place, to whom, and the CPTS that stands for its members."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.availability import operations as availability
from sas.rooms.availability.models import Agenda
from sas.rooms.directory.models import Activity, Place
from sas.rooms.offer.queries.cards import Pictogram, cards_of
from sas.rooms.offer.rules import distance_band
from sas.rooms.participation.enums import Via
from tests.factories import associations, care, houses
from tests.factories.offers import open_slot
from tests.rooms.offer.scene import ADMINISTRATOR, BOTH, EFFECTEUR, IOA, OSNP, cards

pytestmark = pytest.mark.django_db


@pytest.mark.shows("F-154")
@pytest.mark.parametrize(
    ("via", "label"),
    [
        (Via.INDIVIDUAL, "Participe au SAS"),
        (Via.CPTS, "Participe au SAS via la CPTS"),
        (Via.MSP, "Participe au SAS via une MSP"),
        (Via.SOS, "Participe au SAS via SOS Médecins"),
        (Via.NONE, ""),
    ],
)
def test_the_way_of_taking_part_is_the_osnps_alone(via: Via, label: str, now: datetime) -> None:
    place = care.doctor_place()
    if via in {Via.CPTS, Via.MSP, Via.SOS}:
        kind = {Via.CPTS: "cpts", Via.MSP: "msp", Via.SOS: "sos"}[via]
        doctor = associations.takes_part_through(houses.house(kind), via)
        place = Place.objects.get(professional=doctor)
    elif via == Via.NONE:
        place = care.doctor_place(via=None)
    (card,) = cards(place, now=now)
    shown = Pictogram("user-heart", "") if label else Pictogram("stethoscope", "Professionnel de santé")
    assert (card.participation, card.pictogram) == (label, shown)
    for other in (IOA, ADMINISTRATOR, EFFECTEUR):
        assert cards(place, actor=other, now=now)[0].participation == ""


@pytest.mark.shows("F-201")
@pytest.mark.parametrize(
    ("actor", "asked", "told"),
    [
        (IOA, False, True),
        (OSNP, False, False),
        (OSNP, True, True),
        (BOTH, False, False),
        (BOTH, True, True),
        (EFFECTEUR, True, False),
        (ADMINISTRATOR, True, False),
    ],
)
def test_the_package_is_told_to_an_ioa_and_to_an_osnp_who_searches_it(
    actor: Actor, asked: bool, told: bool, now: datetime
) -> None:
    orients = actor in {IOA, OSNP, BOTH}
    place = care.with_package(care.doctor_place(via=Via.NONE))
    (card,) = cards(place, actor=actor, now=now, with_package=asked)
    assert card.package == ("Forfait de réorientation des urgences" if told else "")
    assert card.pictogram.icon == ("first-aid-kit" if told else "stethoscope")
    assert card.orientable == orients
    (without,) = cards(care.doctor_place(), actor=actor, now=now, with_package=asked)
    assert (without.package, without.orientable) == ("", orients and actor is not IOA)


@pytest.mark.shows("F-153")
def test_hours_and_age_stand_on_the_card(now: datetime) -> None:
    place = care.doctor_place()
    hours = {"1": [["08:30", "12:00"], ["14:00", "18:00"]], "6": [["09:00", "11:45"]]}
    Place.objects.filter(id=place.id).update(opening_hours=hours)
    (card,) = cards(place, now=now)
    assert card.hours == ("Lundi : 08h30 – 12h00, 14h00 – 18h00", "Samedi : 09h00 – 11h45")
    assert card.updated == "Annuaire mis à jour le 05/01/2026"
    open_slot(place.id, now=now, hours=3)
    assert cards(place, now=now)[0].updated == "Agenda mis à jour le 23/11/2026 à 09h00"


@pytest.mark.shows("F-159")
@pytest.mark.parametrize(
    ("kind", "sign"),
    [("cds", "Centre de santé"), ("msp", "Maison de santé"), ("establishment", "Établissement de santé")],
)
def test_structures_are_told_by_their_pictogram_and_lead_to_their_page(kind: str, sign: str, now: datetime) -> None:
    place = houses.place_of(houses.house(kind))
    (card,) = cards(place, now=now)
    assert (card.pictogram, card.path) == (Pictogram("hospital", sign), f"/sas/fiche/{place.id}")
    assert (card.participation, card.overbooking) == ("", False)


@pytest.mark.shows("F-159")
def test_a_pharmacy_has_its_own_pictogram(now: datetime) -> None:
    place = care.doctor_place(via=None)
    Place.objects.filter(id=place.id).update(activities=[Activity.objects.get(kind="profession", code="21").id])
    assert cards(place, now=now)[0].pictogram == Pictogram("medicine-bottle", "Pharmacie")


@pytest.mark.shows("F-159", "E24")
def test_a_point_of_sos_medecins_tells_its_town_and_association_and_is_no_link(now: datetime) -> None:
    """E24: an association with several points."""
    association = houses.house("sos", name="SOS Médecins Rennes")
    points = [houses.place_of(association, name=f"Point {side}") for side in ("Nord", "Sud")]
    shown = cards(*points, now=now)
    assert [(card.title, card.subtitle, card.address, card.path) for card in shown] == [
        (f"Point {side}", "SOS Médecins Rennes", "35000 Rennes", "") for side in ("Nord", "Sud")
    ]


@pytest.mark.shows("F-159", "E22", "E23")
def test_an_msp_takes_part_with_its_participants_and_a_centre_with_its_own_settings(now: datetime) -> None:
    """E22, E23."""
    msp, centre, empty = houses.house("msp"), houses.house("cds"), houses.house("cds")
    places = [houses.place_of(one) for one in (msp, centre, empty)]
    assert [card.participation for card in cards(*places, now=now)] == ["", "", ""]
    member = associations.takes_part_through(msp, Via.MSP)
    associations.centre_settings(centre, practitioners=2)
    associations.centre_settings(empty, practitioners=0)
    shown = cards(*places, Place.objects.get(professional=member), now=now)
    assert [(card.participation, card.overbooking) for card in shown] == [
        ("Participe au SAS", True),
        ("Participe au SAS", True),
        ("", False),
        ("Participe au SAS via une MSP", False),
    ]


@pytest.mark.shows("F-158")
def test_a_cpts_stands_for_its_first_member_and_tells_how_to_call_it(now: datetime) -> None:
    cpts = houses.house("cpts", name="CPTS du Canal")
    type(cpts).objects.filter(id=cpts.id).update(phones=["0299000001", "0299000002"])
    own, member, alone = houses.place_of(cpts), houses.member_of(cpts), care.doctor_place()
    manager = houses.manager_of(cpts)
    availability.save_additional_info(actor=manager, place_id=own.id, text="Appeler avant 18 h", now=now)
    first, second = cards(member.declared, alone, now=now, as_cpts={member.declared.id: cpts.id})
    assert (first.title, first.members_path, first.path) == ("CPTS du Canal", f"/sas/cpts/{cpts.id}", "")
    assert first.phone == "02 99 00 00 01 · 02 99 00 00 02"
    assert (first.additional_info, first.updated) == (
        "Appeler avant 18 h",
        "Informations mises à jour le 23/11/2026 à 09h00",
    )
    assert (first.days, first.overbooking, first.orientable, first.participation) == ((), False, False, "")
    assert first.pictogram == Pictogram("team", "CPTS")
    assert second.title == alone.name and second.members_path == ""
    (seen, _) = cards(member.declared, alone, actor=EFFECTEUR, now=now, as_cpts={member.declared.id: cpts.id})
    assert (seen.title, seen.additional_info, seen.updated) == ("CPTS du Canal", "", "")


@pytest.mark.shows("F-158", "E20")
def test_a_member_elsewhere_keeps_his_card_and_names_his_cpts_at_the_declared_place_only(now: datetime) -> None:
    """E20: two places, one declared."""
    cpts = houses.house("cpts", name="CPTS du Canal")
    member = houses.member_of(cpts)
    declared, other = cards(member.declared, member.other, now=now)
    assert (declared.cpts, declared.participation) == ("CPTS du Canal", "Participe au SAS via la CPTS")
    assert (other.cpts, other.participation) == ("", "Participe au SAS")
    (closed,) = cards(member.declared, now=now, as_cpts={member.declared.id: 10**6})
    assert closed.title == member.declared.name
    type(cpts).objects.filter(id=cpts.id).update(closed_at=now)
    assert cards(member.declared, now=now)[0].cpts == ""


@pytest.mark.shows("F-158")
def test_three_cpts_cost_the_questions_of_one(now: datetime) -> None:
    made = [houses.house("cpts") for _ in range(3)]
    members = [houses.member_of(cpts).declared for cpts in made]
    for cpts in made:
        place = houses.place_of(cpts)
        Agenda.objects.create(place=place, additional_info="Bonjour", updated_at=now)
    shown = dict(zip([place.id for place in members], [cpts.id for cpts in made], strict=True))
    for size in (1, 3):
        cards(*members[:size], now=now)
        with CaptureQueriesContext(connection) as captured:
            cards_of(actor=OSNP, metres=dict.fromkeys([p.id for p in members[:size]]), as_cpts=shown, now=now)
        assert len(captured) == 4


@pytest.mark.shows("E16")
def test_local_hours_are_those_of_the_place(now: datetime) -> None:
    place = care.doctor_place(commune="97411", zone="Indian/Reunion")
    late = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    availability.save_additional_info(actor=care.keeper(place), place_id=place.id, text="Sonner", now=late)
    assert cards(place, now=now)[0].updated == "Agenda mis à jour le 24/11/2026 à 02h00"


def test_a_keeper_reads_no_more_of_others_than_anybody(now: datetime) -> None:
    place = care.doctor_place()
    availability.save_additional_info(actor=care.keeper(place), place_id=place.id, text="Sonner", now=now)
    seen = {role: cards(place, actor=Actor(9, frozenset({role})), now=now)[0].additional_info for role in Role}
    assert {role for role, text in seen.items() if text} == {
        Role.REGULATEUR_OSNP,
        Role.IOA,
        Role.ADMINISTRATEUR,
        Role.ADMINISTRATEUR_NATIONAL,
    }


@pytest.mark.shows("F-266")
@pytest.mark.parametrize(
    ("metres", "band"),
    [
        (None, ""),
        (0, "5"),
        (4999.9, "5"),
        (5000, "10"),
        (10_000, "20"),
        (20_000, "50"),
        (49_999, "50"),
        (50_000, "more"),
    ],
)
def test_a_distance_is_kept_as_a_band(metres: float | None, band: str) -> None:
    assert distance_band(metres) == band
