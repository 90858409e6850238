"""« Vos délégataires » and « Demander l'ajout d'un délégataire »."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import Delegation, DelegationRequest, User
from sas.rooms.directory.models import Commune
from tests.factories import care, delegation
from tests.factories.browsers import browser
from tests.factories.delegation import Scene, asked, delegate_of, make_scene
from tests.web.calendar.reading import words

pytestmark = pytest.mark.django_db
LIST, FORM = "/delegations", "/delegations/demande"
SENT = (
    "Votre demande est envoyée au(x) référent(s) territorial de votre territoire. "
    "Elle sera traitée dans les plus brefs délais."
)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def filled(**fields: str) -> dict[str, str]:
    facts = {"family_name": "Laurent", "given_name": "Denis", "city": "Rennes", "email": "denis@sas.example"}
    return facts | fields


def post(actor: Actor, **fields: str) -> Any:
    return browser(actor).post(FORM, filled(**fields))


@pytest.mark.shows("F-120", "F-121")
def test_a_request_is_confirmed_in_the_words_of_the_guide(scene: Scene) -> None:
    client = browser(scene.doctor)
    answer = client.post(FORM, filled())
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    page = words(client.get(LIST).content.decode())
    assert SENT in page
    assert "Denis Laurent En attente denis@sas.example, Rennes (35)" in page


@pytest.mark.shows("F-120")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("family_name", "Renseignez le nom"),
        ("given_name", "Renseignez le prénom"),
        ("city", "Renseignez la ville"),
        ("email", "Renseignez l'adresse électronique"),
    ],
)
def test_every_field_is_mandatory_and_nothing_typed_is_lost(name: str, sentence: str, scene: Scene) -> None:
    answer = post(scene.doctor, **{name: ""})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert page.count(sentence) == 2  # above the form, and beside the field
    assert sentence in page.split(f'id="id_{name}-desc-error"')[1][:200]
    for other, value in filled().items():
        assert other == name or f'value="{value}"' in page
    assert not DelegationRequest.objects.exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("rennes", "35238"),
        ("Rennes (35000)", "35238"),
        ("35700 RENNES", "35238"),
        ("cesson sevigne", "35051"),
        ("35510", "35051"),
    ],
)
def test_a_city_is_understood_as_it_is_typed(typed: str, code: str, scene: Scene) -> None:
    assert post(scene.doctor, city=typed).status_code == 303
    assert DelegationRequest.objects.get().commune_id == code


@pytest.mark.shows("F-120")
def test_a_name_that_several_communes_bear_offers_the_choice(scene: Scene) -> None:
    """Without JavaScript: the choice is a list of radio buttons in the same form."""
    answer = post(scene.doctor, city="Saint-Denis")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Plusieurs villes peuvent correspondre : choisissez la bonne." in page
    proposed = [code for code in Commune.objects.values_list("code", flat=True) if f'value="{code}"' in page]
    assert len(proposed) == 8 and "93066" in proposed
    care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(departements=("93",)),))
    again = post(scene.doctor, city="Saint-Denis", lieu="93066", email="denis")
    assert again.status_code == 422
    assert re.search(r'value="93066"[^>]*checked', again.content.decode())
    assert post(scene.doctor, city="Saint-Denis", lieu="93066").status_code == 303
    assert DelegationRequest.objects.get().commune_id == "93066"


@pytest.mark.parametrize(
    ("city", "sentence"),
    [
        ("Zzyzxqw", "pas dans la liste des communes"),
        ("99999", "pas dans la liste des communes"),
        ("Nantes", "dans aucun territoire du SAS"),
    ],
)
def test_a_city_where_nobody_answers_is_said_beside_its_field(city: str, sentence: str, scene: Scene) -> None:
    answer = post(scene.doctor, city=city)
    page = words(answer.content.decode())
    assert answer.status_code == 422
    assert page.count(sentence) == 2  # above the form, and beside the field
    assert not DelegationRequest.objects.exists()


def test_a_choice_that_was_not_proposed_is_asked_again(scene: Scene) -> None:
    assert post(scene.doctor, city="Saint-Denis", lieu="35238").status_code == 422


def test_a_request_under_way_is_said_politely(scene: Scene) -> None:
    assert post(scene.doctor).status_code == 303
    answer = post(scene.doctor)
    assert answer.status_code == 422
    assert "elle est en cours de traitement" in answer.content.decode()


def test_nothing_tells_the_requester_whether_the_address_has_an_account(scene: Scene) -> None:
    known = User.objects.get(id=delegate_of(care.doctor_place())[0].user_id).email
    told = set()
    for email in (known, "x" * (len(known) - len("@sas.example")) + "@sas.example"):
        client = browser(care.keeper(care.doctor_place()))
        answer = client.post(FORM, filled(email=email))
        assert answer.status_code == 303
        page = words(client.get(LIST).content.decode()).replace(email, "…")
        told.add(re.sub(r"Camille Le Goff \d+|value=.*?>", "", page))
    assert len(told) == 1


def test_the_suggestions_name_communes_only(scene: Scene) -> None:
    found = browser(scene.doctor).get("/delegations/villes", {"q": "renne"}).json()["groups"][0]["values"]
    assert {"label": "Rennes (35000)", "lieu": "35238"} in found
    assert browser(scene.doctor).get("/delegations/villes").json()["groups"][0]["values"] == []


@pytest.mark.shows("F-122")
def test_the_delegates_are_listed_by_person_with_what_they_keep(scene: Scene) -> None:
    delegate, made = delegate_of(scene.place)
    delegate_of(care.doctor_place())
    page = browser(scene.doctor).get(LIST).content.decode()
    assert page.count("/retirer") == 1
    assert f"{delegate.name}" in page and "Agit pour Claire MARTIN" in page
    assert f'href="/delegations/{made}/retirer"' in page
    panel = browser(scene.doctor).get("/compte").content.decode()
    assert f"<li>{delegate.name}, pour Claire MARTIN</li>" in panel
    assert "Demander l'ajout d'un délégataire" in panel


def test_without_any_the_page_and_the_panel_invite_to_ask(scene: Scene) -> None:
    client = browser(scene.doctor)
    assert "Personne n'agit pour vous pour le moment." in client.get(LIST).content.decode()
    assert "Vos délégataires et vos demandes" in client.get("/compte").content.decode()
    assert "Vos délégataires" not in browser(scene.manager).get("/compte").content.decode()
    assert "Demandes de délégation" in browser(scene.referent).get("/compte").content.decode()


def test_a_refused_request_is_shown_with_its_reason_and_an_accepted_one_is_not(scene: Scene) -> None:
    now = timezone.now()
    refused, accepted = asked(scene.doctor, now=now), asked(scene.doctor, now=now, email="eve@sas.example")
    operations.refuse_delegation(actor=scene.manager, request_id=refused, reason="Inconnu <ici>", now=now)
    operations.accept_delegation(
        actor=scene.manager, request_id=accepted, chosen=[f"p{scene.place.professional_id}"], now=now
    )
    page = browser(scene.doctor).get(LIST).content.decode()
    assert "Motif : Inconnu &lt;ici&gt;" in page
    assert "Acceptée" not in page
    assert page.count("eve@sas.example") == 1


@pytest.mark.shows("F-122")
def test_taking_back_asks_first_then_closes_the_agenda(scene: Scene) -> None:
    delegate, made = delegate_of(scene.place)
    helper, client = browser(delegate), browser(scene.doctor)
    assert helper.get(f"/sas/agenda/{scene.place.id}").status_code == 200
    asking = words(client.get(f"{LIST}/{made}/retirer").content.decode())
    assert f"{delegate.name} ne pourra plus tenir les agendas de Claire MARTIN" in asking
    assert client.post(f"{LIST}/{made}/retirer")["Location"] == LIST
    assert "un courriel l'en informe" in words(client.get(LIST).content.decode())
    assert helper.get(f"/sas/agenda/{scene.place.id}").status_code == 403
    assert client.get(f"{LIST}/{made}/retirer").status_code == 404
    assert client.post(f"{LIST}/{made}/retirer").status_code == 403


@pytest.mark.parametrize("path", [LIST, "/compte"])
def test_three_delegates_and_requests_cost_the_queries_of_one(path: str, now: datetime) -> None:
    costs = []
    for number in (1, 3):
        scene = make_scene()
        for at in range(number):
            delegate_of(scene.place)
            asked(scene.doctor, now=now + timedelta(days=at), email=f"p{at}@sas.example")
        client = browser(scene.doctor)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_a_structures_delegates_are_those_of_each_of_its_managers(scene: Scene) -> None:
    centre = delegation.structure()
    first, second = delegation.manager_of(centre), delegation.manager_of(centre)
    delegate = care.account(Role.DELEGATAIRE)
    made = Delegation.objects.create(delegate_id=delegate.user_id, structure=centre)
    for manager in (first, second):
        assert "Agit pour Centre de santé des Lilas" in browser(manager).get(LIST).content.decode()
    assert browser(second).post(f"{LIST}/{made.id}/retirer").status_code == 303
    assert "Agit pour" not in browser(first).get(LIST).content.decode()
    assert Client().get(LIST).status_code == 302
