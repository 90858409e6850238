"""« VOS PARAMÈTRES » as a page: what it shows, what it saves, what it says of what cannot be saved."""

import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.offer import queries as offer
from sas.rooms.offer.enums import Mode
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings
from tests.factories import care, choosing, delegation
from tests.factories.browsers import browser
from tests.factories.choosing import Doctor, without_software
from tests.factories.offers import around_rennes
from tests.web.calendar.reading import read, words

pytestmark = pytest.mark.django_db
PATH = "/sas/parametres"
INDIVIDUAL = {"accepts": "on", "via": "1", "has_software": "non", "pledge": "on"}
SENTENCES = (
    "Vos paramètres",
    "J'accepte d'être directement contacté par la régulation afin d'être sollicité pour prendre des patients en sus",
    "Utilisez-vous une solution de prise de rendez-vous ?",
    "Oui, je déclare sur l'honneur utiliser un (ou plusieurs) logiciel de prise de rendez-vous interfacé avec la",
    "Indiquez votre/vos logiciel(s) de gestion de rendez-vous",
    "Je déclare sur l'honneur mettre en visibilité à minima 2 heures de disponibilité par semaine sur mon agenda de",
    "Je refuse d'afficher mes créneaux « grand public » et/ou « professionnel » disponibles dans la plateforme",
    "Je participe au forfait de réorientation des urgences",
    "Annuler Enregistrer",
)


@pytest.fixture
def doctor() -> Doctor:
    return choosing.doctor()


@pytest.fixture
def client(doctor: Doctor) -> Client:
    return browser(doctor.actor)


def applying(html: str) -> set[str]:
    """What the form shows: the names of the blocks that are not hidden, by what they hold."""
    marks = {
        "via": 'name="via"',
        "structure": 'name="cherche"',
        "places": 'id="checkboxes-id_cpts_places"',
        "software": 'name="has_software"',
        "editors": 'id="checkboxes-id_editors"',
        "pledge": 'name="pledge"',
        "refusal": 'name="editor_slots_refused"',
        "pledge_refusing": 'name="pledge_refusing"',
        "unpaid": "avenant 9",
        "sos": "votre association : vous",
        "locked": "cochée d&#x27;office",
    }
    parts = re.split(r"(?=<(?:div|section|p)\b[^>]*data-quand)", html)
    shown = [part for part in parts[1:] if not re.match(r"<[^>]* hidden[ >]", part)]
    return {name for name, mark in marks.items() if any(mark in part for part in shown)}


@pytest.mark.shows("F-032", "F-040", "F-042", "F-043")
def test_it_asks_what_the_guides_ask_in_their_words(client: Client) -> None:
    html = read(client, PATH)
    text = words(html)
    assert all(sentence in text for sentence in SENTENCES)
    choices = re.findall(r"<option[^>]*>\s*([^<]*?)\s*</option>", html)
    ways = ["à titre individuel", "via ma CPTS", "via ma MSP", "via mon association SOS Médecins"]
    assert choices == ["Sélectionner", *ways]
    assert applying(html) == {"refusal"}
    assert "checked" not in html.split("<form")[-1]


@pytest.mark.shows("F-032", "F-036", "F-037", "F-038", "F-039", "F-041", "F-042")
@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"editor_slots_refused": "on"}, {"refusal", "unpaid"}),
        ({"accepts": "on"}, {"via", "refusal"}),
        ({"accepts": "on", "via": "1"}, {"via", "software", "refusal"}),
        ({"accepts": "on", "via": "2"}, {"via", "structure", "places", "software", "refusal"}),
        ({"accepts": "on", "via": "3"}, {"via", "structure", "software", "refusal"}),
        ({"accepts": "on", "via": "4"}, {"via", "structure", "sos"}),
        (INDIVIDUAL, {"via", "software", "pledge", "refusal", "locked"}),
        (INDIVIDUAL | {"has_software": "oui"}, {"via", "software", "editors", "refusal"}),
        (
            INDIVIDUAL | {"has_software": "oui", "editor_slots_refused": "on"},
            {"via", "software", "refusal", "pledge_refusing"},
        ),
    ],
)
def test_without_script_the_server_shows_what_the_answers_call_for(
    client: Client, answers: dict[str, str], shown: set[str]
) -> None:
    answer = client.post(PATH, answers | {"afficher": "1"})
    assert answer.status_code == 200
    assert applying(answer.content.decode()) == shown
    assert not ProfessionalSettings.objects.exists()


def test_without_software_the_refusal_is_ticked_and_locked(client: Client) -> None:
    html = client.post(PATH, INDIVIDUAL | {"afficher": "1"}).content.decode()
    box = re.findall(r'<input[^>]*name="editor_slots_refused"[^>]*>', html)[0]
    assert "disabled" in box and "checked" in box
    assert "disabled" not in re.findall(r'<input[^>]*name="editor_slots_refused"[^>]*>', read(client, PATH))[0]


@pytest.mark.shows("F-033", "F-035", "F-036")
def test_a_structure_is_looked_for_by_name_or_number_and_stays_chosen(client: Client) -> None:
    cpts = choosing.structure("cpts", name="CPTS de la Vilaine")
    choosing.structure("msp", name="MSP de la Vilaine")
    asked = {"accepts": "on", "via": "2", "afficher": "1"}
    for text in ("v", "vilaine", cpts.finess):
        html = client.post(PATH, asked | {"cherche": text}).content.decode()
        assert f"CPTS de la Vilaine ({cpts.finess})" in html
        assert ("MSP de la Vilaine" in html, "1 structure trouvée." in html) == (False, True)
    again = client.post(PATH, asked | {"cherche": "inconnue", "structure": cpts.id}).content.decode()
    assert "Aucune structure ne correspond." in again
    assert re.search(rf'name="structure"\s+value="{cpts.id}" checked', again)
    other = client.post(PATH, asked | {"via": "3", "structure": cpts.id}).content.decode()
    assert "CPTS de la Vilaine" not in other


@pytest.mark.shows("F-034", "F-046")
def test_places_in_a_health_centre_are_not_offered(client: Client, doctor: Doctor) -> None:
    html = read(client, PATH)
    assert f'value="{doctor.place.id}"' in html
    assert f'value="{doctor.in_centre.id}"' not in html


@pytest.mark.shows("F-031", "F-045")
def test_saved_they_are_summed_up_and_the_next_search_knows(client: Client, doctor: Doctor, now: datetime) -> None:
    def found() -> bool:
        page = offer.search(actor=Actor.SYSTEM, criteria=around_rennes(mode=Mode.OVERBOOKING), now=now)
        return doctor.place.id in [card.place_id for card in page.cards]

    assert not found()

    answer = client.post(PATH, INDIVIDUAL | {"vu": "", "reorientation_package": "on"}, follow=True)
    assert answer.redirect_chain == [("/sas/tableau-de-bord", 303)]
    text = words(answer.content.decode())
    assert "Vos paramètres sont enregistrés" in text
    assert "Oui : Je participe au SAS à titre individuel" in text
    assert "Non : Créneaux éditeurs non affichés Oui : Forfait de réorientation" in text
    assert found()
    client.post(PATH, {"vu": doctor.stamp})
    assert not found()


@pytest.mark.shows("F-044")
def test_what_cannot_be_saved_is_said_beside_its_question_and_nothing_typed_is_lost(client: Client) -> None:
    cpts, editor = choosing.structure("cpts"), choosing.editor("Agil")
    said = {"accepts": "on", "via": "2", "structure": cpts.id, "has_software": "oui", "reorientation_package": "on"}
    answer = client.post(PATH, said | {"vu": "", "editors": [editor.id], "cherche": "pays"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Erreur – Vos paramètres" in html
    assert re.search(r'id="id_cpts_places-desc-error"[^§]{0,200}Cochez au moins un lieu', html)
    assert '<a href="#id_cpts_places_0">' in html
    assert re.search(rf'name="structure"\s+value="{cpts.id}" checked', html)
    for name in ("accepts", "has_software", "editors", "reorientation_package"):
        assert any("checked" in box for box in re.findall(rf'<input[^>]*name="{name}"[^>]*>', html)), name
    assert 'value="pays"' in html
    assert not ProfessionalSettings.objects.exists()


@pytest.mark.shows("F-044")
def test_another_window_is_told_and_its_own_answers_can_then_be_saved(client: Client, doctor: Doctor) -> None:
    client.post(PATH, INDIVIDUAL | {"vu": ""})
    answer = client.post(PATH, INDIVIDUAL | {"vu": "", "reorientation_package": "on"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "dans une autre fenêtre" in words(html)
    seen = re.findall(r'name="vu"\s+value="([^"]*)"', html)[0]
    assert client.post(PATH, INDIVIDUAL | {"vu": seen, "reorientation_package": "on"}).status_code == 303
    assert doctor.draft.reorientation_package is True


def test_the_same_settings_saved_again_change_nothing(client: Client) -> None:
    client.post(PATH, INDIVIDUAL | {"vu": ""})
    answer = client.post(PATH, INDIVIDUAL | {"vu": ""}, follow=True)
    assert "rien n'a changé" in words(answer.content.decode())
    assert ParticipationChange.objects.count() == 1


@pytest.mark.shows("F-036")
def test_through_sos_medecins_nothing_else_is_asked(client: Client, doctor: Doctor) -> None:
    sos = choosing.structure("sos", name="SOS Rennes")
    said = {"accepts": "on", "via": "4", "structure": sos.id, "has_software": "oui", "pledge_refusing": "on"}
    assert client.post(PATH, said | {"vu": ""}).status_code == 303
    row = ProfessionalSettings.objects.get(professional_id=doctor.professional_id)
    assert (row.via, row.structure_id, row.has_software, row.hours_pledged) == (Via.SOS, sos.id, None, False)
    html = read(client, PATH)
    assert applying(html) == {"via", "structure", "sos"}
    assert f"SOS Rennes ({sos.siret})" in html
    assert 'href="/compte"' in html.split("<main")[1]


@pytest.mark.parametrize("nonsense", ["abc", "-1", "9" * 30, "٣", "", "1.5"])
def test_nonsense_is_refused_as_an_answer_and_breaks_nothing(client: Client, nonsense: str) -> None:
    names = ("via", "structure", "cpts_places", "editors", "has_software")
    assert client.post(PATH, dict.fromkeys(names, nonsense) | {"accepts": "on"}).status_code == 422
    through = {"accepts": "on", "via": "2", "has_software": "oui"}
    assert client.post(PATH, through | dict.fromkeys(names[1:4], nonsense)).status_code == 422
    assert client.post(PATH, dict.fromkeys(names, nonsense) | {"afficher": "1"}).status_code == 200


@pytest.mark.shows("F-125")
def test_nobody_else_has_settings_nor_a_way_to_them(client: Client, doctor: Doctor) -> None:
    client.post(PATH, INDIVIDUAL | {"vu": ""})
    delegate, _ = delegation.delegate_of(doctor.place)
    for actor in (delegate, care.account(Role.ADMINISTRATEUR), care.account(Role.GESTIONNAIRE_STRUCTURE)):
        other = browser(actor)
        assert [other.get(PATH).status_code, other.post(PATH, INDIVIDUAL).status_code] == [403, 403]
        assert other.get(f"{PATH}/historique").status_code == 403
        for page in ("/sas/tableau-de-bord", "/compte"):
            html = read(other, page)
            assert PATH not in html and "Paramètres de participation" not in html
    assert f'href="{PATH}"' in read(client, "/compte")


def test_an_account_of_no_professional_is_told_why_it_has_none() -> None:
    effecteur = care.account(Role.EFFECTEUR, professional_id=care.doctor_place().professional_id)
    User.objects.filter(id=effecteur.user_id).update(professional=None)
    answer = browser(effecteur).get(PATH)
    assert answer.status_code == 403
    assert "rattaché à aucun professionnel" in words(answer.content.decode())
    assert "Paramètres de participation" not in read(browser(effecteur), "/sas/tableau-de-bord")


@pytest.mark.shows("F-110")
def test_the_story_is_read_in_words(client: Client, doctor: Doctor, now: datetime) -> None:
    assert "n'ont pas encore été modifiés" in words(read(client, f"{PATH}/historique"))
    doctor.save(now=now, **without_software())
    text = words(read(client, f"{PATH}/historique"))
    assert f"Le 23 novembre 2026 à 09h00, par {doctor.actor.name}" in text
    assert "Participation au SAS : non renseigné → devient oui, à titre individuel" in text
    assert "Historique de vos paramètres" in read(client, PATH)
    for asked in ("0", "deux", "99", 5000 * "9"):
        assert client.get(f"{PATH}/historique?page={asked}").status_code == 200


def test_three_places_and_editors_cost_the_queries_of_one() -> None:
    costs = []
    for number in (1, 3):
        doctor = choosing.doctor(places=number)
        for _ in range(number):
            choosing.editor()
        client = browser(doctor.actor)
        with CaptureQueriesContext(connection) as captured:
            html = read(client, PATH)
        assert html.count('name="cpts_places"') == number
        costs.append(len(captured))
    assert costs[0] == costs[1]
