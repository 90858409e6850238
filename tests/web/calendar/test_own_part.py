"""What the dashboard tells an effecteur of himself and of his places."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place
from sas.rooms.participation.enums import Via
from tests.factories import care, choosing
from tests.factories.browsers import browser
from tests.factories.choosing import Doctor, without_software
from tests.web.calendar.reading import agenda, read, words

pytestmark = pytest.mark.django_db
PATH = "/sas/tableau-de-bord"
TOMORROW = date(2026, 11, 24)


def told(doctor: Doctor) -> str:
    return words(read(browser(doctor.actor), PATH))


@pytest.mark.shows("F-030", "F-031")
def test_before_the_first_save_he_is_invited_to_fill_his_settings_in() -> None:
    doctor = choosing.doctor()
    text = told(doctor)
    assert "Paramètres de participation au SAS &amp; affichage des créneaux" in text
    assert "Vous n'avez pas encore renseigné vos paramètres" in text
    assert "Complétez vos paramètres de participation pour ouvrir votre agenda. Editer vos paramètres" in text
    assert read(browser(doctor.actor), PATH).count('href="/sas/parametres"') == 2


@pytest.mark.shows("F-031", "F-040", "F-043")
def test_the_summary_ticks_and_crosses_what_is_saved(now: datetime) -> None:
    doctor, editor = choosing.doctor(), choosing.editor()
    named = {"accepts": True, "via": Via.INDIVIDUAL, "has_software": True, "editors": frozenset({editor.id})}
    doctor.save(now=now, **named)
    assert (
        "Oui : Je participe au SAS à titre individuel Oui : Créneaux éditeurs affichés Non : Forfait de réorientation "
        "Editer vos paramètres de participation" in told(doctor)
    )
    doctor.save(now=now + timedelta(minutes=1), editor_slots_refused=True, reorientation_package=True)
    assert "Non : Je participe au SAS Non : Créneaux éditeurs non affichés Oui : Forfait de réorientation" in told(
        doctor
    )
    sos = choosing.structure("sos", name="SOS Rennes")
    doctor.save(now=now + timedelta(minutes=2), accepts=True, via=Via.SOS, structure_id=sos.id)
    assert (
        "Oui : Je participe au SAS via mon association SOS Médecins : SOS Rennes Non : Créneaux éditeurs non affichés"
        in told(doctor)
    )


@pytest.mark.shows("F-048")
def test_a_place_says_its_phone_its_hours_its_next_openings_and_its_last_update(now: datetime) -> None:
    doctor = choosing.doctor()
    doctor.save(now=now, **without_software())
    assert "Aucun créneau proposé à la régulation dans les quatre semaines à venir." in told(doctor)
    hours = {"1": [["08:30", "12:00"], ["14:00", "18:00"]], "3": [["09:00", "12:00"]], "7": []}
    Place.objects.filter(id=doctor.place.id).update(phones=[], opening_hours=hours)
    for days in range(4):
        start, patients = time(9 + days), None if days == 1 else 3
        facts = {"start": start, "end": time(13), "patients": patients, "now": now}
        care.published(place=doctor.place, owner=doctor.actor, day=TOMORROW + timedelta(days=days), **facts)
    text = told(doctor)
    assert "Aucun numéro dans l'annuaire" in text
    assert "Horaires d'ouverture Lundi 08h30 – 12h00, 14h00 – 18h00 Mercredi 09h00 – 12h00" in text
    assert (
        "Prochains créneaux mardi 24 novembre, 09h00 – 13h00 : 3 places C mercredi 25 novembre, 10h00 C "
        "jeudi 26 novembre, 11h00 – 13h00 : 3 places C Horaires de consultation" in text
    )
    assert "Dernière mise à jour : 23 novembre 2026 à 09h00" in text
    availability.set_unavailable(actor=doctor.actor, place_id=doctor.place.id, unavailable=True, now=now)
    assert "Aucun créneau proposé à la régulation" in told(doctor)


@pytest.mark.shows("F-046")
def test_a_place_where_he_is_salaried_asks_nothing_of_him() -> None:
    doctor = choosing.doctor()
    text = told(doctor)
    assert "Salarié d'un centre de santé : vous n'avez rien à faire" in text
    assert f"Centre de santé des Lilas, {doctor.in_centre.address}" in text
    Place.objects.filter(id=doctor.in_centre.id).delete()
    assert "Salarié" not in told(doctor)
    Place.objects.filter(id=doctor.place.id).update(closed_at=care.LONG_AGO)
    assert "Aucun de vos lieux d'exercice n'est dans l'annuaire." in told(doctor)


@pytest.mark.shows("F-077")
def test_the_way_out_of_a_closed_agenda_leads_to_ones_own_settings_only(now: datetime) -> None:
    doctor = choosing.doctor()
    answer = browser(doctor.actor).get(agenda(doctor.place))
    assert answer.status_code == 403
    assert 'href="/sas/parametres"' in answer.content.decode()
    other = choosing.doctor()
    roles = ("effecteur", "delegataire")
    both = care.account(
        *map(care.Role, roles),
        professional_id=care.doctor_place().professional_id,
        delegated=(other.professional_id,),
    )
    assert 'href="/sas/parametres"' not in browser(both).get(agenda(other.place)).content.decode()


def test_three_places_cost_the_queries_of_one(now: datetime) -> None:
    costs = []
    for number in (1, 3):
        doctor = choosing.doctor(places=number)
        doctor.save(now=now, **without_software())
        for place in Place.objects.filter(professional_id=doctor.professional_id, site_finess=""):
            care.published(place=place, owner=Actor.SYSTEM, day=TOMORROW, now=now)
        client = browser(doctor.actor)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PATH).content.decode().count("3 places") == number
        costs.append(len(captured))
    assert costs[0] == costs[1]
