"""The pages of territories: read by those who represent them, kept by administrators (F-227)."""

import gzip
import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.directory import operations as directory
from sas.rooms.directory.models import Commune, Departement, Territory
from tests.factories import care, delegation
from tests.factories.browsers import browser
from tests.factories.configuration import edited_territory, territory_draft, territory_form
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-227")]
PAGE = "/administration/territoires"


@pytest.fixture
def client() -> Client:
    """An administrator's browser."""
    return browser(care.account(Role.ADMINISTRATEUR_NATIONAL))


def test_the_effect_of_a_new_territory_is_shown_before_it_is_made(client: Client) -> None:
    care.doctor_place()
    shown = client.post(f"{PAGE}/nouveau", territory_form() | {"plan": ""})
    assert shown.status_code == 200 and Territory.objects.count() == 0
    page = text(shown)
    assert "35 – Ille-et-Vilaine : 1 lieu, 0 structure, 0 compte." in page
    assert 'value="SAS-35 Ille-et-Vilaine"' in page and "Confirmer la création" in page
    made = client.post(f"{PAGE}/nouveau", territory_form(), follow=True)
    assert "Le territoire est créé." in text(made) and "02 61 91 00 12" in text(made)


def test_another_choice_than_the_one_shown_is_shown_again(client: Client) -> None:
    asked = territory_form() | {"departements": ["35", "44"]}
    assert "44 – Loire-Atlantique" in text(client.post(f"{PAGE}/nouveau", asked))
    assert Territory.objects.count() == 0


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    care.territory()
    for changed, sentence in (
        ({"departements": []}, "Choisissez au moins un département."),
        ({"name": ""}, "Donnez un nom au territoire."),
        ({"name": Territory.objects.get().name}, "Un autre territoire porte déjà ce nom."),
        ({"contact_email": "ars"}, "elle s&#x27;écrit nom@domaine.fr"),
        ({"departements": ["00"]}, "Sélectionnez un choix valide"),
    ):
        answer = client.post(f"{PAGE}/nouveau", territory_form() | {"contact_name": "Mme Le Bris"} | changed)
        assert answer.status_code == 422
        assert sentence in text(answer) and "Mme Le Bris" in text(answer)


def test_a_change_of_the_name_alone_is_saved_at_once_and_one_of_departements_is_shown_first(client: Client) -> None:
    number = care.territory()
    where = f"{PAGE}/{number}"
    assert client.post(where, edited_territory(number, name="SAS Rennes")).status_code == 303
    asked = edited_territory(number, departements=["22"])
    shown = client.post(where, asked)
    assert shown.status_code == 200 and "Détachés, par 35" in text(shown)
    assert client.post(where, asked | {"plan": "+22 -35"}).status_code == 303
    assert list(Territory.objects.get().departements.values_list("code", flat=True)) == ["22"]


def test_a_change_made_meanwhile_is_not_overwritten(client: Client) -> None:
    number = care.territory()
    read = edited_territory(number, name="Le mien")
    client.post(f"{PAGE}/{number}", edited_territory(number, name="Le sien"))
    answer = client.post(f"{PAGE}/{number}", read)
    assert answer.status_code == 422 and "a été modifié entre-temps" in text(answer)
    assert Territory.objects.get().name == "Le sien"


def test_who_represents_a_territory_reads_it_without_a_form() -> None:
    number = care.territory()
    referent = care.account(Role.REFERENT_TERRITORIAL, territories=(number,))
    page = text(browser(referent).get(f"{PAGE}/{number}"))
    assert "Camille Le Goff" in page and "<h2>Modifier</h2>" not in page and "Supprimer le territoire" not in page
    assert browser(referent).get(f"{PAGE}/{care.territory()}").status_code == 404


def test_the_page_of_deletion_names_those_who_prevent_it(client: Client) -> None:
    scene = delegation.make_scene()
    page = text(client.get(f"{PAGE}/{scene.territory}/supprimer"))
    assert page.count("/administration/comptes/") >= 2 and "Supprimer définitivement" not in page
    answer = client.post(f"{PAGE}/{scene.territory}/supprimer", {"stamp": edited_territory(scene.territory)["stamp"]})
    assert answer.status_code == 422 and "2 compte(s) ont ce territoire" in text(answer)
    assert client.get(f"{PAGE}/999999/supprimer").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client: Client, number: int) -> None:
    for _ in range(number):
        care.territory()
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        page = text(client.get(PAGE))
    assert page.count(f"{PAGE}/") == number + 1
    assert len([one for one in asked if "directory_territory" in one["sql"]]) == 2


def test_the_regional_contact_is_shown_where_help_is_needed(now: datetime) -> None:
    directory.create_territory(actor=Actor.SYSTEM, draft=territory_draft(), now=now)
    line = "SAS-35 Ille-et-Vilaine : ARS Bretagne, 02 61 91 00 12, sas@ars.example"
    assert line in text(Client().get("/connexion/psc/sans-droits"))
    doctor = browser(care.keeper(care.doctor_place()))
    assert line in text(doctor.get("/compte"))
    asked = {"family_name": "Laurent", "given_name": "Denis", "city": "Rennes", "email": "denis@sas.example"}
    answer = doctor.post("/delegations/demande", asked)
    assert answer.status_code == 422
    assert "Contact régional : ARS Bretagne, 02 61 91 00 12, sas@ars.example." in text(answer)


def test_the_menu_shows_what_each_role_may_open(client: Client) -> None:
    referent = browser(care.account(Role.REFERENT_TERRITORIAL, territories=(care.territory(),)))
    seen = text(referent.get("/administration/"))
    assert "/administration/territoires" in seen and "/administration/comptes" not in seen
    assert "/administration/courriels" in text(client.get("/administration/"))


@pytest.mark.parametrize("departements", [("35",), ("35", "22", "974")])
def test_a_territory_tells_the_postal_codes_of_its_departements(client: Client, departements: tuple[str, ...]) -> None:
    number = care.territory(departements=departements)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"{PAGE}/{number}").content.decode()
    expected = {
        code: {
            one
            for codes in Commune.objects.filter(departement_id=code).values_list("postal_codes", flat=True)
            for one in codes
        }
        for code in departements
    }
    assert len([one for one in asked if '"postal_codes"' in one["sql"]]) == 1
    total = sum(len(codes) for codes in expected.values())
    assert f">{total} codes postaux</summary>" in page
    shown = page[page.index("codes postaux</summary>") : page.index("</details>")]
    assert sorted(re.findall(r"\b\d{5}\b", shown)) == sorted(one for codes in expected.values() for one in codes)
    for code, codes in expected.items():
        assert re.search(rf"{code} – [^<]+ \({len(codes)}\)", shown)
    assert "<details" in page and not re.search(r"<details[^>]* open", page)


def test_postal_codes_are_narrowed_by_their_first_digits_without_script(client: Client) -> None:
    number = care.territory(departements=("35", "974"))
    page = client.get(f"{PAGE}/{number}?code=974%2012345").content.decode()
    shown = page[page.index("codes postaux</summary>") : page.index("</details>")]
    codes = re.findall(r"\b97\d{3}\b", shown)
    assert codes and all(one.startswith("974") for one in codes if one != "974")
    assert re.search(r"<details[^>]* open", page)
    assert "35 – Ille-et-Vilaine" not in shown
    odd = client.get(f"{PAGE}/{number}?code=%3Cb%3E").content.decode()
    assert 'value="&lt;b&gt;"' in odd and "Aucun code postal du territoire ne commence ainsi." in odd


def test_the_page_of_a_territory_as_large_as_a_country_stays_light(client: Client) -> None:
    every = tuple(Departement.objects.values_list("code", flat=True))
    page = client.get(f"{PAGE}/{care.territory(departements=every)}").content
    assert len(gzip.compress(page)) < 40_000
