"""The pages of accounts: what a manager sees and does, and that a foreign account does not exist (F-220 to F-226)."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.accounts.models import Delegation, User
from sas.rooms.journal.models import AuditEntry
from tests.factories import care, people
from tests.factories.browsers import browser
from tests.web.administration.conftest import HOME, exported, text

pytestmark = pytest.mark.django_db(transaction=True)


def stamp(page: str) -> str:
    found = re.search(r'name="stamp" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def osnp(territory: int, **changed: Any) -> dict[str, Any]:
    person = {"email": "jeanne@sas.example", "family_name": "DUPONT", "given_name": "Jeanne"}
    return {**person, "roles": ["regulateur_osnp"], "territories": [str(territory)], **changed}


@pytest.mark.shows("F-220")
def test_the_list_holds_the_territory_and_its_filters_live_in_the_address(client: Client, territory: int) -> None:
    for _ in range(51):
        care.regulator(territory)
    far = care.regulator(care.territory(departements=("29",)))
    page = text(client.get(HOME))
    assert "52 comptes" in page and "page 1 sur 3" in page
    assert f"{HOME}/{far.user_id}" not in page
    second = text(
        client.get(HOME, {"page": "2", "role": "regulateur_osnp", "statut": "jamais", "territoire": territory})
    )
    assert "51 comptes" in second and "page 2 sur 3" in second and 'value="jamais" selected' in second
    assert "52 comptes" in text(client.get(HOME, {"page": "99999999", "role": "x", "statut": "y", "territoire": "z"}))
    assert "0 compte<" in text(client.get(HOME, {"texte": "zzz"}))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_its_length(number: int, client: Client, territory: int) -> None:
    for _ in range(number):
        care.keeper(care.doctor_place())
    client.get(HOME)
    with CaptureQueriesContext(connection) as asked:
        client.get(HOME)
    of_the_trace = 3
    assert len(asked.captured_queries) == 9 + of_the_trace


@pytest.mark.shows("F-221", "F-222")
def test_an_account_is_created_from_numbers_alone(client: Client) -> None:
    place, centre = care.doctor_place(), people.structure()
    page = text(client.get(f"{HOME}/nouveau"))
    assert "transmis aux éditeurs" in page and "SAS - Administrateur" not in page
    said = {
        "email": "a@sas.example",
        "roles": ["effecteur", "gestionnaire_structure"],
        "structures": ["", centre.finess],
    }
    answer = client.post(f"{HOME}/nouveau", {**said, "professional": people.rpps(place)})
    user = User.objects.get(email="a@sas.example")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HOME}/{user.id}")
    assert (user.professional_id, user.given_name) == (place.professional_id, "Claire")
    shown = text(client.get(f"{HOME}/{user.id}"))
    assert "message de bienvenue part" in shown and "lien de bienvenue est valable" in shown
    assert f"RPPS {people.rpps(place)}" in shown and f"FINESS {centre.finess}" in shown


@pytest.mark.shows("F-221", "F-224")
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    care.territory(departements=("29",))
    far, taken = people.structure(commune=people.BREST), care.regulator()
    email = User.objects.get(id=taken.user_id).email
    roles = ["gestionnaire_structure", "ioa", "delegataire"]
    answer = client.post(f"{HOME}/nouveau", {"email": email, "roles": roles, "structures": [f"Mon CDS {far.finess}"]})
    page = text(answer)
    assert answer.status_code == 422
    for sentence in ("déjà utilisée", "dans vos territoires", "Choisissez au moins un territoire", "Renseignez le nom"):
        assert sentence in page
    assert f'value="Mon CDS {far.finess}"' in page and f'value="{email}"' in page
    assert "optionnel" in page.lower()
    assert page.count("(optionnel)") + page.count("(Optional)") <= 2


@pytest.mark.shows("F-224")
def test_a_direct_post_attaches_nothing_foreign_and_gives_no_higher_role(client: Client, territory: int) -> None:
    elsewhere = care.territory(departements=("29",))
    far = care.doctor_place(commune=people.BREST)
    for changed in (
        {"territories": [str(elsewhere)]},
        {"roles": ["administrateur"]},
        {"roles": ["regulateur_osnp", "gestionnaire_comptes"]},
        {"roles": ["effecteur"], "professional": people.rpps(far)},
        {"roles": ["delegataire"], "delegated_professionals": [people.rpps(far)]},
        {"roles": ["gestionnaire_structure"], "structures": [people.structure(commune=people.BREST).finess]},
    ):
        assert client.post(f"{HOME}/nouveau", osnp(territory, **changed)).status_code == 422, changed
    assert not User.objects.filter(email="jeanne@sas.example").exists()


@pytest.mark.shows("F-223")
def test_an_account_is_changed_unless_somebody_did_meanwhile(client: Client, territory: int) -> None:
    user_id = care.regulator(territory).user_id
    address = f"{HOME}/{user_id}"
    seen = stamp(text(client.get(address)))
    email = User.objects.get(id=user_id).email
    form = osnp(territory, email=email, stamp=seen)
    assert client.post(address, form).status_code == 303
    late = client.post(address, form | {"family_name": "DURAND"})
    assert late.status_code == 422
    assert "modifié par quelqu&#x27;un d&#x27;autre" in text(late) and 'value="DURAND"' in text(late)
    assert User.objects.get(id=user_id).family_name == "DUPONT"
    entry = AuditEntry.objects.get(verb="edit_account")
    assert entry.details == {"fields": ["family_name", "given_name"]}


@pytest.mark.shows("F-223")
def test_the_professional_of_an_effecteur_stays_whatever_is_posted(client: Client) -> None:
    place, other = care.doctor_place(), care.doctor_place()
    user_id = care.keeper(place).user_id
    page = text(client.get(f"{HOME}/{user_id}"))
    said = {"email": "x@sas.example", "roles": ["effecteur"], "stamp": stamp(page), "family_name": "AUTRE"}
    assert client.post(f"{HOME}/{user_id}", {**said, "professional": people.rpps(other)}).status_code == 303
    user = User.objects.get(id=user_id)
    assert (user.professional_id, user.family_name) == (place.professional_id, "MARTIN")


@pytest.mark.shows("F-224")
def test_a_foreign_account_does_not_exist(client: Client, territory: int) -> None:
    far = care.regulator(care.territory(departements=("29",)))
    before = User.objects.filter(id=far.user_id).values().get()
    address = f"{HOME}/{far.user_id}"
    email = str(before["email"])
    assert client.get(address).status_code == client.get(f"{address}/supprimer").status_code == 404
    for act in ("", "/bienvenue", "/desactiver", "/reactiver", "/supprimer"):
        assert client.post(address + act, osnp(territory, stamp="x")).status_code == 404
    assert client.get(f"{HOME}/999999").status_code == 404
    for kind in ("csv", "xlsx"):
        assert email not in exported(client, kind)
    assert "Aucun compte." in text(client.get(HOME, {"texte": email}))
    assert User.objects.filter(id=far.user_id).values().get() == before


@pytest.mark.shows("F-224")
def test_an_equal_or_own_account_is_read_and_not_touched(client: Client, manager: Actor, territory: int) -> None:
    equal = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))
    for target, sentence in ((equal, "rang administratif égal ou supérieur"), (manager, "Votre propre compte")):
        address = f"{HOME}/{target.user_id}"
        page = text(client.get(address))
        assert sentence in page and "stamp" not in page and "Désactiver" not in page
        assert sentence in text(client.get(f"{address}/supprimer"))
        for act in ("/bienvenue", "/desactiver", "/reactiver", "/supprimer"):
            assert client.post(address + act).status_code == 403
        answer = client.post(address, osnp(territory, stamp="x", email="nouvelle@sas.example"))
        assert answer.status_code == 403
    assert User.objects.filter(is_active=True, closed_at=None).count() == 2


@pytest.mark.shows("F-013", "F-223")
def test_welcome_deactivate_reactivate_delete(client: Client, territory: int) -> None:
    user_id = care.regulator(territory).user_id
    address = f"{HOME}/{user_id}"
    for act, sentence in (
        ("bienvenue", "part à nouveau"),
        ("desactiver", "désactivé : ses sessions"),
        ("bienvenue", "réactivez-le"),
        ("desactiver", "déjà désactivé"),
        ("reactiver", "Le compte est réactivé"),
        ("supprimer", "Le compte est supprimé"),
    ):
        assert sentence in text(client.post(f"{address}/{act}", follow=True))
    assert client.get(address).status_code == 404


@pytest.mark.shows("F-221")
def test_suggestions_answer_what_the_combobox_reads(client: Client) -> None:
    place = care.doctor_place()
    people.structure(commune=people.BREST, name="Loin")
    asked = "/administration/suggestions"
    found = client.get(f"{asked}/professionnels", {"q": "martin"}).json()
    assert found == {"groups": [{"label": "", "values": [{"label": f"MARTIN Claire – RPPS {people.rpps(place)}"}]}]}
    assert client.get(f"{asked}/structures", {"q": "loin"}).json()["groups"][0]["values"] == []
    assert client.get(f"{asked}/communes", {"q": "35238"}).json()["groups"][0]["values"][0]["label"] == "Rennes 35000"
    for kind in ("professionnels", "structures", "communes"):
        assert client.get(f"{asked}/{kind}").json()["groups"][0]["values"] == []


@pytest.mark.shows("F-226")
def test_administrators_manage_every_territory(territory: int) -> None:
    client = browser(care.account(Role.ADMINISTRATEUR_NATIONAL))
    centre = people.structure(commune=people.BREST)
    said = {"email": "d@sas.example", "family_name": "A", "given_name": "B", "delegated_structures": [centre.finess]}
    answer = client.post(
        f"{HOME}/nouveau", {**said, "roles": ["delegataire", "gestionnaire_comptes"], "territories": [territory]}
    )
    assert answer.status_code == 303
    assert Delegation.objects.get().structure_id == centre.id
    assert 'href="/administration/comptes"' in text(client.get("/compte"))
