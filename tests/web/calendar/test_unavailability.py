"""« Programmer une indisponibilité »: without end, periods, other places, patients already expected."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from sas.actor import Actor
from sas.rooms.availability import operations, queries
from sas.rooms.directory.models import Place
from sas.rooms.orientation import operations as orientations
from sas.timetable.absence import Period
from tests.factories import care
from tests.factories.agenda import make_place
from tests.factories.browsers import browser
from tests.web.calendar.reading import agenda, offered, read, words
from tests.web.calendar.test_editing import hidden

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
CHRISTMAS = {"debut_0": "2026-12-24", "fin_0": "2027-01-02"}


def known(place: Place, now: datetime) -> queries.Absences:
    return queries.absences(actor=Actor.SYSTEM, place_id=place.id, now=now)


def save(client: Client, place: Place, now: datetime, **fields: str) -> Any:
    return client.post(agenda(place, "/indisponibilite"), {"vu": known(place, now).version} | fields)


@pytest.mark.shows("F-080", "F-082")
def test_an_indefinite_unavailability_hides_the_slots_and_unticking_shows_them(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    care.published(place=place, owner=owner, day=TUESDAY, now=now)
    assert "Dès maintenant pour une durée indéterminée" in read(client, agenda(place, "/indisponibilite"))
    assert save(client, place, now, indefinite_box="on").status_code == 303
    html = read(client, agenda(place))
    assert "Vous êtes indisponible pour une durée indéterminée, depuis le 23 novembre 2026" in html
    assert "sas-entree--indisponible" in html
    assert html.count("sas-jour--indisponible") == 7
    assert re.search(r'name="indefinite_box"[^>]*checked', read(client, agenda(place, "/indisponibilite")))
    assert offered(place, now) == []
    assert save(client, place, now).status_code == 303
    assert len(offered(place, now)) == 1


@pytest.mark.shows("F-081", "F-084")
def test_periods_are_added_changed_and_deleted_in_one_page(client: Client, place: Place, now: datetime) -> None:
    assert save(client, place, now, **CHRISTMAS, debut_2="2026-11-23", fin_2="2026-11-23").status_code == 303
    assert known(place, now).periods == (
        Period(date(2026, 11, 23), date(2026, 11, 23)),
        Period(date(2026, 12, 24), date(2027, 1, 2)),
    )
    week = words(read(client, agenda(place)))
    assert "Vous êtes indisponible du 23 novembre 2026 au 23 novembre 2026" in week
    assert "Indisponibilité programmée du 24 décembre 2026 au 2 janvier 2027." in week
    dashboard = words(read(client, "/sas/tableau-de-bord"))
    assert "Indisponible jusqu'au 23 novembre 2026" in dashboard
    assert "Indisponible du 24/12/2026 au 02/01/2027" in dashboard
    html = read(client, agenda(place, "/indisponibilite"))
    assert 'name="debut_1" value="2026-12-24"' in html
    taken_out = save(client, place, now, debut_0="2026-11-23", fin_0="2026-11-23", debut_1="2026-12-24", retirer="0")
    html = taken_out.content.decode()
    assert taken_out.status_code == 200
    assert "elle n'est supprimée qu'une fois enregistrée" in words(html)
    assert "2026-11-23" not in html.split("<form method")[1]
    assert 'value="2026-12-24"' in html
    assert len(known(place, now).periods) == 2
    assert save(client, place, now, debut_1="2026-12-26", fin_1="2027-01-02").status_code == 303
    assert known(place, now).periods == (Period(date(2026, 12, 26), date(2027, 1, 2)),)


@pytest.mark.shows("F-076")
@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"debut_0": "2026-12-24"}, "fin_0", "Indiquez la date de fin de cette période."),
        ({"fin_1": "2026-12-24"}, "debut_1", "Indiquez la date de début de cette période."),
        ({"debut_0": "2026-12-24", "fin_0": "2026-12-20"}, "fin_0", "La date de fin doit être postérieure ou égale"),
        ({"debut_0": "2026-11-02", "fin_0": "2026-11-08"}, "fin_0", "Cette période est déjà passée"),
        ({"debut_0": "Noël", "fin_0": "2026-12-26"}, "debut_0", "Cette date n'existe pas."),
        (CHRISTMAS | {"debut_2": "2026-12-31", "fin_2": "2027-01-05"}, "fin_2", "Cette période chevauche celle du"),
    ],
)
def test_a_faulty_period_is_refused_beside_its_dates(
    client: Client, place: Place, now: datetime, *, fields: dict[str, str], field: str, sentence: str
) -> None:
    answer = save(client, place, now, **fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    beside = re.search(rf'id="id_{field}-desc-error">(.*?)</div>', html, re.DOTALL)
    assert beside
    assert sentence in words(beside[1])
    assert all(f'name="{name}" value="{value}"' in html for name, value in fields.items())
    assert known(place, now).periods == ()


@pytest.mark.shows("F-083")
def test_other_places_follow_only_when_it_is_asked(client: Client, place: Place, owner: Actor, now: datetime) -> None:
    assert "mes autres lieux" not in read(client, agenda(place, "/indisponibilite"))
    other = make_place(professional=place.professional)
    client = browser(care.acting(owner.user_id or 0))
    html = read(client, agenda(place, "/indisponibilite"))
    assert re.search(r'name="also"(?![^>]*checked)', html)
    assert "Chaque lieu garde sa propre période" in html
    assert other.address in html
    save(client, place, now, **CHRISTMAS)
    assert known(other, now).periods == ()
    save(client, place, now, **CHRISTMAS, also="on")
    assert known(other, now).periods == known(place, now).periods != ()
    save(client, place, now)
    assert (len(known(place, now).periods), len(known(other, now).periods)) == (0, 1)


def test_patients_whom_it_would_cover_are_listed_before_it_is_confirmed(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    slot = care.published(place=place, owner=owner, day=TUESDAY, now=now)
    regulator = care.regulator(care.territory())
    orientations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=TUESDAY, modality=None, now=now)
    period = {"debut_0": "2026-11-24", "fin_0": "2026-11-25"}
    asked = save(client, place, now, **period)
    text = words(asked.content.decode())
    assert asked.status_code == 200
    assert "1 patient est déjà orienté vers vous pendant cette indisponibilité." in text
    assert f"Mardi 24 novembre 2026, 14h00 - 16h00 Consultation en cabinet, orienté par {regulator.name}" in text
    assert known(place, now).periods == ()
    carried = hidden(asked.content.decode())
    back = client.post(agenda(place, "/indisponibilite"), carried | {"revenir": "1"})
    assert back.status_code == 200
    assert 'name="debut_0" value="2026-11-24"' in back.content.decode()
    assert client.post(agenda(place, "/indisponibilite"), carried).status_code == 303
    assert len(known(place, now).periods) == 1
    # What is already announced is not asked again.
    assert save(client, place, now, **period, debut_1="2026-12-24", fin_1="2026-12-25").status_code == 303


def test_an_unavailability_changed_meanwhile_is_not_overwritten(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    periods = [Period(TUESDAY, TUESDAY + timedelta(days=1))]
    asked = {"place_ids": [place.id], "indefinite": False, "periods": periods, "versions": {}}
    operations.save_unavailability(actor=owner, **asked, now=now)
    answer = client.post(agenda(place, "/indisponibilite"), CHRISTMAS | {"vu": "0"})
    assert answer.status_code == 422
    assert "Cet agenda a été modifié par vous-même, dans une autre fenêtre" in words(answer.content.decode())
    assert 'name="debut_0" value="2026-12-24"' in answer.content.decode()
    assert known(place, now).periods == tuple(periods)
