"""An agenda that does not open explains itself and says where to go (sas-domain §2.5)."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from sas.rooms.directory.models import Place, Structure
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from tests.web.calendar.reading import agenda, words

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-077")]
SETTINGS, OTHERS, DIRECTORY = "Ouvrir cet agenda", "Qui tient cet agenda", "Ce lieu est fermé dans l'annuaire"


def page(client: Client, place: Place) -> str:
    answer = client.get(agenda(place))
    assert answer.status_code == 403
    html = answer.content.decode()
    assert 'href="/sas/tableau-de-bord"' in html.split("<main")[1]
    return words(html)


def settings_of(place: Place):
    return ProfessionalSettings.objects.filter(professional_id=place.professional_id)


def test_slots_of_an_association_are_kept_by_its_manager(client: Client, place: Place) -> None:
    sos = Structure.objects.create(kind="sos", name="SOS Rennes", name_key="sos rennes", source_key="sos-1")
    settings_of(place).update(via=Via.SOS, structure=sos)
    text = page(client, place)
    assert "saisis par le gestionnaire de votre association SOS Médecins" in text
    assert OTHERS in text


def test_slots_shown_from_an_editor_close_every_page(client: Client, place: Place) -> None:
    settings_of(place).update(editor_slots_refused=False)
    text = page(client, place)
    assert "refusez l'affichage des créneaux éditeurs" in text
    assert SETTINGS in text
    for act in ("disponibilites", "indisponibilite", "informations", "jours/2026-11-24/copier"):
        assert client.get(agenda(place, f"/{act}")).status_code == 403


def test_settings_that_were_never_filled(client: Client, place: Place) -> None:
    settings_of(place).delete()
    text = page(client, place)
    assert "Complétez vos paramètres de participation pour ouvrir votre agenda." in text
    assert SETTINGS in text


def test_a_place_kept_by_a_health_centre(client: Client, place: Place) -> None:
    finess = "350000022"
    Structure.objects.create(kind="cds", name="CDS", name_key="cds", finess=finess, source_key="cds-22")
    Place.objects.filter(id=place.id).update(site_finess=finess)
    text = page(client, place)
    assert "Ce lieu est tenu par le gestionnaire du centre de santé." in text
    assert OTHERS in text


def test_a_place_that_the_directory_closed(client: Client, place: Place) -> None:
    Place.objects.filter(id=place.id).update(closed_at=datetime(2026, 11, 1, tzinfo=UTC))
    answer = client.get(agenda(place))
    assert answer.status_code == 403
    assert "fermé dans l'annuaire" in words(answer.content.decode())
    assert "adressez-vous à votre Ordre professionnel" in words(answer.content.decode())
