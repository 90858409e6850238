"""The pages of editors and LRMs (F-231)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Role
from sas.rooms.directory.models import Editor, Lrm
from tests.factories import care, configuration
from tests.factories.browsers import browser
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-231")]
EDITORS, LRMS = "/administration/editeurs", "/administration/lrm"


@pytest.fixture
def client() -> Client:
    """An administrator's browser."""
    return browser(care.account(Role.ADMINISTRATEUR_NATIONAL))


def test_an_editor_is_added_then_switched_off(client: Client) -> None:
    added = text(client.post(f"{EDITORS}/nouveau", {"name": "Agenda Libre", "active": "on"}, follow=True))
    assert "L&#x27;éditeur est enregistré." in added and "<td>Actif</td>" in added
    number = Editor.objects.get().id
    page = text(client.get(f"{EDITORS}/{number}"))
    assert 'value="Agenda Libre"' in page and "checked" in page
    assert "<td>Inactif</td>" in text(client.post(f"{EDITORS}/{number}", {"name": "Agenda Libre"}, follow=True))
    assert Editor.objects.get().active is False


def test_an_lrm_is_added_then_changed(client: Client) -> None:
    form = {"name": "Régulation", "origin": "samu-35", "active": "on"}
    assert "<td>samu-35</td>" in text(client.post(f"{LRMS}/nouveau", form, follow=True))
    number = Lrm.objects.get().id
    assert 'value="samu-35"' in text(client.get(f"{LRMS}/{number}"))
    assert client.post(f"{LRMS}/{number}", form | {"origin": "samu-22"}).status_code == 303
    assert Lrm.objects.get().origin == "samu-22"


@pytest.mark.shows("F-189")
def test_an_lrm_is_given_its_name_at_the_hub_and_its_territories(client: Client) -> None:
    mine, gone = care.territory(), 999_999
    form = {"name": "Régulation de Rennes", "origin": "samu-35", "active": "on", "territories": [str(mine)]}
    for wrong, sentence in (
        ({"hub_name": "SAMU 35"}, "fr.health.samu330"),
        ({"hub_name": "fr.health.samu350", "territories": [str(gone)]}, "existe plus"),
    ):
        answer = client.post(f"{LRMS}/nouveau", form | wrong)
        assert answer.status_code == 422 and sentence in text(answer)
    assert client.post(f"{LRMS}/nouveau", form | {"hub_name": "fr.health.samu350"}).status_code == 303
    found = Lrm.objects.get()
    assert (found.hub_name, found.territories) == ("fr.health.samu350", [mine])
    page = text(client.get(f"{LRMS}/{found.id}"))
    assert 'value="fr.health.samu350"' in page and page.count("checked") == 2
    assert client.post(f"{LRMS}/{found.id}", {"name": "Régulation", "origin": "samu-35"}).status_code == 303
    found.refresh_from_db()
    assert (found.active, found.hub_name, found.territories) == (False, "", [])


def test_what_is_wrong_is_said_beside_its_field(client: Client) -> None:
    configuration.editor("Agenda Libre")
    for where, form, sentence in (
        (f"{EDITORS}/nouveau", {"name": ""}, "Donnez un nom."),
        (f"{EDITORS}/nouveau", {"name": "agenda libre"}, "Un autre éditeur porte déjà ce nom."),
        (f"{LRMS}/nouveau", {"name": "Régulation", "origin": "samu 35"}, "lettres sans accent"),
        (f"{LRMS}/nouveau", {"name": "Régulation"}, "Donnez l&#x27;origine."),
    ):
        answer = client.post(where, form)
        assert answer.status_code == 422 and sentence in text(answer)
        assert f'value="{form["name"]}"' in text(answer) or not form["name"]
    assert client.get(f"{EDITORS}/999999").status_code == client.post(f"{LRMS}/999999", {}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same_whatever_their_length(client: Client, number: int) -> None:
    for _ in range(number):
        configuration.editor()
        configuration.lrm()
    for where in (EDITORS, LRMS):
        client.get(where)
        with CaptureQueriesContext(connection) as asked:
            page = text(client.get(where))
        assert page.count("<td>Actif</td>") == number
        assert len([one for one in asked if "directory_" in one["sql"]]) == 1
