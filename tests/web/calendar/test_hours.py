"""The two hours a week: what regulators really see, over all the places of their owner."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.availability import operations
from sas.rooms.directory.models import Place, Structure
from sas.rooms.participation.models import ProfessionalSettings, StructureSettings
from sas.timetable.absence import Period
from sas.web.calendar.showing import in_hours
from tests.factories import care
from tests.factories.agenda import make_place
from tests.factories.browsers import browser
from tests.web.calendar.reading import agenda, read, words
from tests.web.calendar.test_editing import publish

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-079")]
TUESDAY = date(2026, 11, 24)


def bars(html: str) -> list[str]:
    """« 3 h sur 2 h » of each of the five weeks."""
    return re.findall(r"\d+ h(?: \d\d)? sur \d+ h", words(html))


def test_the_bar_counts_what_is_visible_this_week_and_the_next_four(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    publish(place, owner, now, weekdays=frozenset({2}), end=time(10, 30))
    holiday = Period(TUESDAY + timedelta(days=7), TUESDAY + timedelta(days=8))
    asked = {"place_ids": [place.id], "indefinite": False, "periods": [holiday], "versions": {}}
    operations.save_unavailability(actor=owner, **asked, now=now)
    for path in ("/sas/tableau-de-bord", agenda(place)):
        html = read(client, path)
        assert bars(html) == ["1 h 30 sur 2 h", "0 h sur 2 h", *3 * ["1 h 30 sur 2 h"]]
        assert html.count("<progress") == 5
        assert "2 heures de disponibilité par semaine, non forcément consécutives" in words(html)
        assert "Cette semaine" in html


def test_hours_of_another_place_count_in_the_agenda_of_the_first(place: Place, now: datetime) -> None:
    other = make_place(professional=place.professional, lat=48.1, lon=-1.67)
    again = care.keeper(place)
    publish(other, again, now, end=time(11))
    assert bars(read(browser(again), agenda(place)))[0] == "2 h sur 2 h"


def test_a_health_centre_owes_two_hours_for_each_practitioner(now: datetime) -> None:
    centre = Structure.objects.create(kind="cds", name="CDS", name_key="cds", finess="350000030", source_key="cds-30")
    place = make_place(structure=centre, name="Centre des Lilas", lat=48.1, lon=-1.67)
    StructureSettings.objects.create(
        structure=centre, participates=True, hours_pledged=True, practitioner_count=5, gp_count=3, updated_at=now
    )
    manager = care.account(Role.GESTIONNAIRE_STRUCTURE)
    User.objects.get(id=manager.user_id).structures.add(centre)
    client = browser(manager)
    assert bars(read(client, agenda(place))) == 5 * ["0 h sur 6 h"]
    assert "pour chaque médecin généraliste" in words(read(client, "/sas/tableau-de-bord"))


def test_nothing_is_counted_where_no_agenda_is_open(client: Client, place: Place) -> None:
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(editor_slots_refused=False)
    assert "<progress" not in read(client, "/sas/tableau-de-bord")


def test_hours_are_told_as_people_say_them() -> None:
    told = [in_hours(timedelta(minutes=minutes)) for minutes in (0, 15, 60, 90, 1505)]
    assert told == ["0 h", "0 h 15", "1 h", "1 h 30", "25 h 05"]
