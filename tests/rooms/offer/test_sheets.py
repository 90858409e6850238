"""The detail page: what it tells, to whom, week by week, for a constant number of questions."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place
from sas.rooms.offer import queries
from tests.factories import associations, care, houses
from tests.factories.offers import open_slot
from tests.rooms.offer.scene import EFFECTEUR, IOA, OSNP, projected, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-160")]
MONDAY = date(2026, 11, 23)


def test_a_place_in_full(now: datetime) -> None:
    place = care.with_package(care.doctor_place())
    Place.objects.filter(id=place.id).update(
        phones=["0299001234", "0699001234"],
        convention_sector="sector_2",
        opening_hours={"2": [["08:30", "12:00"]]},
        site_name="Cabinet des Lilas",
        ms_sante=["claire.martin@bretagne.mssante.fr"],
    )
    availability.save_additional_info(actor=care.keeper(place), place_id=place.id, text="Deux étages", now=now)
    open_slot(place.id, now=now, hours=3)
    found = sheet(place, now=now)
    card = found.card
    assert (card.title, card.subtitle, found.kind) == (
        "Dr Claire MARTIN",
        "Médecin généraliste",
        "",
    )
    assert (found.phones, card.convention) == (("02 99 00 12 34", "06 99 00 12 34"), "Secteur 2")
    assert (card.hours, found.site_name) == (("Mardi : 08h30 – 12h00",), "Cabinet des Lilas")
    assert (card.participation, card.package) == ("Participe au SAS", "Forfait de réorientation des urgences")
    assert (card.additional_info, card.updated) == ("Deux étages", "Agenda mis à jour le 23/11/2026 à 09h00")
    assert found.week and [line.hours for line in found.week.days[0].lines] == ["12h00"]


def test_what_is_told_depends_on_the_role(now: datetime) -> None:
    place = care.doctor_place()
    Place.objects.filter(id=place.id).update(ms_sante=["claire.martin@bretagne.mssante.fr"])
    availability.save_additional_info(actor=care.keeper(place), place_id=place.id, text="Deux étages", now=now)
    found = {role: sheet(place, actor=Actor(9, frozenset({role})), now=now) for role in Role}
    read = {
        "ms_sante": {role for role, one in found.items() if one.ms_sante},
        "information": {role for role, one in found.items() if one.card.additional_info},
        "participation": {role for role, one in found.items() if one.card.participation},
        "orients": {role for role, one in found.items() if one.card.orientable},
        "edits": {role for role, one in found.items() if one.agenda_path},
    }
    administrators = {Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL}
    entitled = {Role.REGULATEUR_OSNP, Role.IOA} | administrators
    assert read == {
        "ms_sante": entitled,
        "information": entitled,
        "participation": {Role.REGULATEUR_OSNP},
        "orients": {Role.REGULATEUR_OSNP},
        "edits": administrators,
    }


def test_whoever_keeps_the_agenda_is_led_to_it_and_nobody_else(now: datetime) -> None:
    place, other = care.doctor_place(), care.doctor_place()
    owner = care.keeper(place)
    assert sheet(place, actor=owner, now=now).agenda_path == f"/sas/agenda/{place.id}"
    assert sheet(other, actor=owner, now=now).agenda_path == ""
    unset = care.doctor_place(via=None)
    assert sheet(unset, actor=care.keeper(unset), now=now).agenda_path == ""  # editor slots not refused: it is closed


def test_weeks_end_after_fourteen_days(now: datetime) -> None:
    place = care.doctor_place()
    for days in (0, 8, 13, 14):
        open_slot(place.id, now=now + timedelta(days=days), hours=3)
    projected(place, now=now)
    first, second, none = (
        queries.sheet(actor=OSNP, place_id=place.id, monday=monday, now=now)
        for monday in (MONDAY, MONDAY + timedelta(days=7), MONDAY + timedelta(days=14))
    )
    assert first and first.week and second and second.week and none
    assert (first.week.previous, first.week.following) == (None, MONDAY + timedelta(days=7))
    assert (second.week.previous, second.week.following) == (MONDAY, None)
    assert none.week == first.week
    assert [day.name for day in second.week.days if day.lines] == ["mardi 1er déc.", "dimanche 6 déc."]
    later = now + timedelta(days=3)
    thursday = queries.sheet(actor=OSNP, place_id=place.id, monday=MONDAY + timedelta(days=14), now=later)
    assert thursday and thursday.week and len(thursday.week.days) == 3 and thursday.week.following is None
    assert thursday.week.previous == MONDAY + timedelta(days=7)


def test_a_place_in_a_health_centre_has_no_tag_and_says_that_no_agenda_is_shared(now: datetime) -> None:
    centre = houses.house("cds")
    place = care.with_package(care.doctor_place())
    Place.objects.filter(id=place.id).update(site_finess=centre.finess)
    found = sheet(place, now=now)
    assert (found.card.participation, found.card.package, found.card.why) == ("", "", "Pas d'agenda partagé")


def test_structures_have_their_page_and_a_cpts_leads_to_its_members_without_agenda(now: datetime) -> None:
    centre, cpts = houses.house("cds"), houses.house("cpts", name="CPTS du Canal")
    associations.centre_settings(centre, practitioners=2)
    found = sheet(houses.place_of(centre), now=now)
    assert (found.kind, found.card.participation, found.cpts_id) == ("Centre de santé", "Participe au SAS", None)
    own = sheet(houses.place_of(cpts), now=now)
    assert (own.cpts_id, own.week, own.card.why) == (cpts.id, None, "")
    member = sheet(houses.member_of(cpts).declared, now=now)
    assert (member.cpts_id, member.card.cpts) == (cpts.id, "CPTS du Canal")


def test_what_is_closed_or_nowhere_has_no_page(now: datetime) -> None:
    place, lost = care.doctor_place(), care.doctor_place()
    Place.objects.filter(id=place.id).update(closed_at=now)
    Place.objects.filter(id=lost.id).update(lat=None, lon=None)
    projected(place, lost, now=now)
    asked = {"actor": OSNP, "monday": None, "now": now}
    assert [queries.sheet(place_id=one, **asked) for one in (place.id, lost.id, 10**9)] == [None] * 3


@pytest.mark.parametrize("actor", [OSNP, IOA, EFFECTEUR])
def test_opening_it_costs_the_same_whatever_it_shows(actor: Actor, now: datetime) -> None:
    place, counts = care.doctor_place(), []
    Place.objects.filter(id=place.id).update(ms_sante=["a@mssante.fr"])
    for size in (1, 3):
        for hour in range(size):
            open_slot(place.id, now=now, hours=3 + hour)
        with CaptureQueriesContext(connection) as captured:
            queries.sheet(actor=actor, place_id=place.id, monday=None, now=now)
        counts.append(len(captured))
    assert counts == [{OSNP: 6, IOA: 6, EFFECTEUR: 7}[actor]] * 2
