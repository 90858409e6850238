"""« Bonjour … »: the places whose agendas a person keeps."""

from datetime import datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.accounts.models import Delegation, User
from sas.rooms.availability import operations
from sas.rooms.directory.models import Place, Structure
from sas.rooms.orientation import operations as orientations
from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import care
from tests.factories.agenda import make_place
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db
PATH = "/sas/tableau-de-bord"


def page_of(actor: Actor) -> str:
    answer = browser(actor).get(PATH)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.shows("F-030", "F-060")
def test_the_effecteur_is_greeted_and_shown_his_places() -> None:
    place, other = care.doctor_place(), care.doctor_place()
    html = page_of(care.keeper(place))
    assert "Bonjour Camille Le Goff" in html
    assert "Bienvenue sur votre page personnalisée de la plateforme Service d'Accès aux Soins." in unescape(html)
    assert "Vos lieux d'exercice" in html
    assert f"{place.address}, {place.postal_code} Rennes" in html
    assert 'href="tel:0261910012"' in html
    assert f'href="/sas/agenda/{place.id}"' in html
    assert "Editer vos disponibilités" in html
    assert f"/sas/agenda/{other.id}" not in html


@pytest.mark.shows("F-049")
def test_without_any_place_the_page_says_what_to_do() -> None:
    place = care.doctor_place()
    owner = care.keeper(place)
    Place.objects.filter(id=place.id).update(closed_at=datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    html = page_of(owner)
    assert "Aucun lieu à afficher" in html
    assert "adressez-vous à votre Ordre professionnel" in html
    assert "Editer vos disponibilités" not in html
    assert "gestionnaire de comptes de votre territoire" in page_of(care.account(Role.DELEGATAIRE))


@pytest.mark.shows("F-084")
def test_an_unavailability_and_expected_patients_are_highlighted(now: datetime) -> None:
    place = care.doctor_place()
    owner, day = care.keeper(place), now.date() + timedelta(days=1)
    slot = care.published(place=place, owner=owner, day=day, now=now)
    regulator = care.regulator(care.territory())
    orientations.orient(actor=regulator, key=uuid4(), slot_id=slot, day=day, modality=None, now=now)
    html = page_of(owner)
    assert "1 patient attendu" in html
    assert "Indisponible pour une durée indéterminée" not in html
    operations.set_unavailable(actor=owner, place_id=place.id, unavailable=True, now=now)
    assert "Indisponible pour une durée indéterminée" in page_of(owner)


@pytest.mark.shows("F-077")
def test_an_agenda_that_is_closed_says_why_and_has_no_link() -> None:
    place = care.doctor_place()
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(editor_slots_refused=False)
    html = page_of(care.keeper(place))
    assert "refusez l&#x27;affichage des créneaux éditeurs" in html
    assert f'href="/sas/agenda/{place.id}"' not in html


@pytest.mark.shows("F-046")
def test_a_place_in_a_health_centre_is_left_to_its_manager() -> None:
    finess = "350000014"
    centre = Structure.objects.create(kind="cds", name="CDS", name_key="cds", finess=finess, source_key="cds-1")
    own = make_place(structure=centre, site_finess=finess, name="Centre de santé des Lilas")
    place = care.doctor_place()
    Place.objects.filter(id=place.id).update(site_finess=finess)
    assert "Aucun lieu à afficher" in page_of(care.keeper(place))
    manager = care.account(Role.GESTIONNAIRE_STRUCTURE)
    User.objects.get(id=manager.user_id).structures.add(centre)
    html = page_of(manager)
    assert "Centre de santé des Lilas" in html
    assert f'href="/sas/agenda/{own.id}"' in html


@pytest.mark.shows("F-060")
def test_a_structure_manager_is_shown_centres_houses_and_points_under_their_names() -> None:
    manager = care.account(Role.GESTIONNAIRE_STRUCTURE)
    kinds = {"sos": "SOS Médecins", "cds": "Centre de santé", "msp": "Maison de santé pluriprofessionnelle"}
    places = []
    for kind in kinds:
        structure = Structure.objects.create(kind=kind, name=kind, name_key=kind, source_key=f"kept-{kind}")
        User.objects.get(id=manager.user_id).structures.add(structure)
        places.append(make_place(structure=structure, name=f"Lieu {kind}"))
    html = page_of(manager)
    headings = [f"{kinds[kind]} – " for kind in ("cds", "msp", "sos")]
    assert [html.index(heading) for heading in headings] == sorted(html.index(heading) for heading in headings)
    assert all(f'href="/sas/agenda/{place.id}"' in html for place in places)
    assert "Les lieux que vous gérez" not in html


def test_a_delegate_is_shown_the_places_of_the_professionals_he_helps() -> None:
    place = care.doctor_place()
    delegate = care.account(Role.DELEGATAIRE)
    Delegation.objects.create(delegate_id=delegate.user_id, professional_id=place.professional_id)
    assert f'href="/sas/agenda/{place.id}"' in page_of(delegate)


def test_three_places_cost_the_queries_of_one(now: datetime) -> None:
    costs = []
    for number in (1, 3):
        places = [care.doctor_place()]
        places += [make_place(professional=places[0].professional) for _ in range(number - 1)]
        owner = care.keeper(places[0])
        for place in places:
            operations.save_additional_info(actor=care.acting(owner.user_id or 0), place_id=place.id, text="x", now=now)
        client = browser(owner)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PATH).content.decode().count("Editer vos disponibilités") == number
        costs.append(len(captured))
    assert costs[0] == costs[1]
