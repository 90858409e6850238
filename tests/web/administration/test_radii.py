"""The pages of radii and of the index of the search (F-228, F-263)."""

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.directory import queries as directory
from sas.rooms.directory.models import Departement
from sas.rooms.offer.models import Rebuild
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.mail import run_worker
from tests.web.administration.conftest import text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("radii_as_published")]
PAGE, INDEX = "/administration/departements", "/administration/reconstruction"


@pytest.fixture
def client() -> Client:
    """An administrator's browser."""
    return browser(care.account(Role.ADMINISTRATEUR))


def form(**changed: str) -> dict[str, str]:
    (found,) = directory.departement_radii(actor=Actor.SYSTEM, codes=["35"])
    kept = {"lat": "48,1", "lon": "-1.7", "county_radius_km": "60", "city_radius_km": "15"}
    return {**kept, "stamp": found.used.stamp, **changed}


@pytest.mark.shows("F-228")
def test_values_are_changed_and_published_ones_restored(client: Client) -> None:
    page = text(client.get(PAGE))
    assert page.count(f'href="{PAGE}/') == Departement.objects.count() and "De la plateforme" not in page
    changed = text(client.post(f"{PAGE}/35", form(), follow=True))
    assert "De la plateforme (publiée : 117 et 10 km)" in changed and "48,1000 ; -1,7000" in changed
    assert "Revenir aux valeurs publiées" in text(client.get(f"{PAGE}/35"))
    back = text(client.post(f"{PAGE}/35/retablir", {"stamp": form()["stamp"]}, follow=True))
    assert "les valeurs publiées servent de nouveau" in back and "De la plateforme" not in back


@pytest.mark.shows("F-228")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"lat": "nord"}, "Ce n&#x27;est pas un nombre."),
        ({"lat": "91"}, "La latitude est entre"),
        ({"lat": "nan"}, "Ce n&#x27;est pas un nombre."),
        ({"city_radius_km": "0"}, "Le rayon est entre 1 et 300 km."),
        ({"county_radius_km": ""}, "Renseignez un nombre."),
        ({"stamp": "older"}, "modifiées entre-temps"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, changed: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"{PAGE}/35", form(lon="-1.234") | changed)
    assert answer.status_code == 422
    assert sentence in text(answer) and "-1.234" in text(answer)


@pytest.mark.shows("F-228")
def test_an_unknown_departement_and_an_old_page_change_nothing(client: Client) -> None:
    assert client.get(f"{PAGE}/00").status_code == 404
    assert "modifiées entre-temps" in text(client.post(f"{PAGE}/35/retablir", {"stamp": "older"}, follow=True))


@pytest.mark.shows("F-263")
def test_a_rebuild_is_asked_followed_and_ended(client: Client) -> None:
    care.doctor_place()
    asked = text(client.post(INDEX, follow=True))
    assert "0 lieu sur 1" in asked and 'hx-trigger="every 2s"' in asked
    assert "déjà en cours" in text(client.post(INDEX, follow=True))
    run_worker()
    ended = text(client.get(INDEX))
    assert "terminée le" in ended and "1 lieu sur 1" in ended and "hx-trigger" not in ended
    assert Rebuild.objects.count() == 1
