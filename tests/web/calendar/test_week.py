"""The week of an agenda, as a browser without JavaScript sees it."""

import re
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.directory.models import Place
from sas.rooms.orientation import operations as orientations
from sas.timetable.modality import Modality
from tests.factories import care
from tests.factories.browsers import browser
from tests.web.calendar.reading import agenda, read, words

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
WEEK = timedelta(days=7)


@pytest.mark.shows("F-060")
def test_the_week_holds_seven_days_and_twenty_four_hours(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    care.published(place=place, owner=owner, day=TUESDAY, now=now)
    html = read(client, agenda(place))
    days = re.findall(r'<h3 id="jour-([\d-]+)">(\w+)', html)
    assert days[0] == ("2026-11-23", "Lundi")
    assert days[6] == ("2026-11-29", "Dimanche")
    assert len(days) == 7
    assert re.findall(r'<li id="heure-\d+"[^>]*>(\d\dh00)</li>', html) == [f"{hour:02d}h00" for hour in range(24)]
    assert "23 novembre 2026 - 29 novembre 2026" in html
    assert "14h00 - 16h00" in words(html)
    assert 'class="sas-entree sas-entree--libre q56 d8 c1 v1"' in html


@pytest.mark.shows("F-061")
def test_weeks_follow_one_another_and_the_address_is_recalled(client: Client, place: Place) -> None:
    html = read(client, agenda(place, "?semaine=2026-12-02"))
    assert "30 novembre 2026 - 6 décembre 2026" in html
    for link in ("?semaine=2026-11-23", "?semaine=2026-12-07", agenda(place), "/sas/tableau-de-bord"):
        assert f'href="{link}"' in html
    assert f"{place.address}, {place.postal_code} Rennes" in html
    assert "Retour" in html


@pytest.mark.parametrize("asked", ["demain", "2026-02-31", "0001-01-01", "9999-12-31", ""])
def test_a_week_that_is_no_week_is_this_one(client: Client, place: Place, asked: str) -> None:
    assert "23 novembre 2026 - 29 novembre 2026" in read(client, agenda(place, f"?semaine={asked}"))


@pytest.mark.shows("F-074", "F-075")
def test_overlapping_entries_stand_side_by_side_with_their_types(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    care.published(place=place, owner=owner, day=TUESDAY, modalities=Modality.OFFICE | Modality.VIDEO, now=now)
    care.published(place=place, owner=owner, day=TUESDAY, start=time(15), end=time(15, 15), patients=None, now=now)
    html = read(client, agenda(place))
    assert "q56 d8 c1 v2" in html
    assert "q60 d1 c31 v2" in html
    assert '<abbr title="Consultation en cabinet, Téléconsultation">CT</abbr>' in html
    assert "Consultation en cabinet, Téléconsultation" in words(html)


@pytest.mark.shows("F-073", "F-087")
def test_a_booked_entry_is_coloured_locked_and_says_by_whom(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = care.published(place=place, owner=owner, day=TUESDAY, patients=None, end=time(14, 15), now=now)
    assert agenda(place, f"/creneaux/{slot}/2026-11-24/supprimer") in read(client, agenda(place))
    regulator = care.regulator(care.territory())
    made = orientations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=TUESDAY, modality=None, now=now)
    html = read(client, agenda(place))
    assert "sas-entree--reserve" in html
    assert "/supprimer" not in html
    assert f"par {regulator.name}, le 23/11 à 09h00" in words(html)
    assert agenda(place, f"/orientations/{made.orientation_id}/decliner") in html
    assert "Un patient est orienté" in read(client, agenda(place, f"/creneaux/{slot}/2026-11-24/supprimer"))


def test_a_plage_counts_its_patients_and_en_sus_stands_apart(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = care.published(place=place, owner=owner, day=TUESDAY, now=now)
    regulator = care.regulator(care.territory())
    orientations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=TUESDAY, modality=None, now=now)
    orientations.orient_surnumeraire(
        actor=regulator, key=uuid4(), place_id=place.id, local=datetime(2026, 11, 25, 11, 15), now=now
    )
    text = words(read(client, agenda(place)))
    assert "1/3 patients" in text
    assert "11h15" in text
    assert "En sus des disponibilités" in text


def test_a_busy_week_is_light(client: Client, place: Place, owner: Actor, now: datetime) -> None:
    for number in range(60):
        hour, quarter = divmod(number % 20, 2)
        start, end = time(9 + hour, 30 * quarter), time(9 + hour, 30 * quarter + 15)
        care.published(place=place, owner=owner, day=TUESDAY + timedelta(number // 20), start=start, end=end, now=now)
    answer = client.get(agenda(place), headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 40_000
    assert len(client.get(agenda(place)).content) > 60_000


@pytest.mark.shows("F-061")
def test_a_date_is_gone_to_by_a_plain_form(client: Client, place: Place) -> None:
    html = read(client, agenda(place))
    assert re.search(r'<input[^>]*type="date"\s+name="semaine"\s+value="2026-11-23"', html)
    assert "30 novembre 2026 - 6 décembre 2026" in read(client, agenda(place, "?semaine=2026-12-03"))


@pytest.mark.shows("F-078")
def test_hours_are_those_of_the_place_in_any_zone(now: datetime) -> None:
    """Nine in Paris, where the request is served, is noon in La Réunion."""
    place = care.doctor_place(commune="97411", zone="Indian/Reunion")
    owner, regulator = care.keeper(place), care.regulator(care.territory(departements=("974",)))
    care.published(place=place, owner=owner, day=TUESDAY, now=now)
    slot = care.published(place=place, owner=owner, day=TUESDAY, start=time(8), end=time(9), now=now)
    orientations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=TUESDAY, modality=None, now=now)
    html = read(browser(owner), agenda(place))
    assert re.findall(r"sas-entree--\w+ (q\d+ d\d+).*?heures\">(\w+)", html, re.DOTALL) == [
        ("q32 d4", "08h00"),
        ("q56 d8", "14h00"),
    ]
    assert "Modifier la disponibilité du mardi 24 novembre de 14h00 à 16h00" in words(html)
    assert f"par {regulator.name}, le 23/11 à 12h00" in words(html)
    assert "mardi 24 novembre, 14h00 – 16h00 : 3 places" in words(read(browser(owner), "/sas/tableau-de-bord"))


def test_the_first_of_a_month_and_names_are_written_as_everywhere(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    Place.objects.filter(id=place.id).update(name="Dr <Ève> L'HÔTE")
    care.published(place=place, owner=owner, day=TUESDAY + WEEK, now=now)
    html = read(client, agenda(place, "?semaine=2026-12-01"))
    assert "Dr &lt;Ève&gt; L" in html
    assert "Mardi 1er décembre Copier la journée du mardi 1er décembre" in words(html)


@pytest.mark.shows("F-068", "F-070")
def test_pencil_and_bin_name_the_slot_they_change(client: Client, place: Place, owner: Actor, now: datetime) -> None:
    slot = care.published(place=place, owner=owner, day=TUESDAY, now=now)
    text = words(read(client, agenda(place)))
    for act, path in (("Modifier", "modifier"), ("Supprimer", "supprimer")):
        assert f"{act} la disponibilité du mardi 24 novembre de 14h00 à 16h00" in text
        assert agenda(place, f"/creneaux/{slot}/2026-11-24/{path}") in read(client, agenda(place))


def test_a_fuller_week_costs_no_more_queries(client: Client, place: Place, owner: Actor, now: datetime) -> None:
    regulator, costs = care.regulator(care.territory()), []
    for hours in (range(8, 9), range(9, 12)):
        for hour in hours:
            slot = care.published(place=place, owner=owner, day=TUESDAY, start=time(hour), end=time(hour + 1), now=now)
            orientations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=TUESDAY, modality=None, now=now)
        with CaptureQueriesContext(connection) as captured:
            read(client, agenda(place))
        costs.append(len(captured))
    assert costs[0] == costs[1]
