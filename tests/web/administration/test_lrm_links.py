"""« Tester un appel contextuel » (F-162)."""

import pytest
from django.test import Client
from django.utils import timezone

from sas.actor import Role
from sas.rooms.journal.models import AuditEntry
from tests.factories import care, configuration
from tests.factories.browsers import browser
from tests.factories.callers import ORIGIN, RPPS, doctor, number_of
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-162")]
TRIAL = "/administration/lrm/test"


@pytest.fixture
def client() -> Client:
    """An administrator's browser, and an active LRM."""
    configuration.lrm(ORIGIN)
    return browser(care.account(Role.ADMINISTRATEUR_NATIONAL))


def test_the_link_and_what_is_understood_of_it_are_shown_and_the_link_works(client: Client) -> None:
    number = number_of(doctor(now=timezone.now()))
    asked = {"origin": ORIGIN, "inseecode": "35238", "city": "", "practitioner": f"{RPPS}{number}"}
    answer = client.get(TRIAL, asked)
    path = answer.context["path"]
    assert (
        path == f"/sas/recherche?origin={ORIGIN}&inseecode=35238&practitioner=urn%3Aoid%3A1.2.250.1.71.4.2.1%7C{number}"
    )
    page = text(answer)
    for words in (
        "Rennes, Ille-et-Vilaine",
        "Rennes (35000), dans un rayon de 10 km",
        "Médecin généraliste",
        f"RPPS {number[1:]}",
    ):
        assert words in page, words
    assert answer.context["link"] == f"http://127.0.0.1:8000{path}"
    assert client.get(client.get(client.get(path)["Location"])["Location"]).status_code == 200


def test_an_inactive_software_an_unknown_commune_and_no_doctor_are_said(client: Client) -> None:
    configuration.lrm("samu-off", active=False)
    page = text(client.get(TRIAL, {"origin": "samu-off", "city": "Xqzwy", "specialty": "Xqzwy"}))
    for words in (
        "Logiciel inactif",
        "« Xqzwy » n'est pas reconnu",
        "(recherche par nom)",
        "Non transmis (sas_pf_002)",
    ):
        assert words in page, words
    assert "Non identifié (sas_pf_001)" in text(
        client.get(TRIAL, {"origin": ORIGIN, "city": "Rennes", "practitioner": "a:b"})
    )
    assert "ne donne pas de commune" in text(client.get(TRIAL, {"origin": ORIGIN}))
    assert AuditEntry.objects.filter(verb="refuse_lrm_call").count() == 0


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    assert client.get(TRIAL).status_code == 200 and "Résultat du test" not in text(client.get(TRIAL))
    answer = client.get(TRIAL, {"origin": "", "city": "Rennes", "practitioner": "x" * 121})
    assert answer.status_code == 422
    for words in ("Choisissez un logiciel.", "120 caractères au maximum.", 'value="Rennes"'):
        assert words in text(answer), words
