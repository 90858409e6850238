"""The queue of delegation requests: read by referents, decided by account managers."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import DelegationRequest, User
from sas.rooms.accounts.queries.delegations import PAGE
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.delegation import NANTES, Scene, asked, make_scene, manager_of, structure
from tests.web.calendar.reading import words

pytestmark = pytest.mark.django_db
QUEUE = "/administration/delegations"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.mark.shows("F-232")
def test_requests_that_wait_come_first_then_the_newest(scene: Scene, now: datetime) -> None:
    made = [
        asked(scene.doctor, now=now + timedelta(hours=at), given_name=name, email=f"p{at}@sas.example")
        for at, name in enumerate(("Anne", "Bruno", "Chloé"))
    ]
    operations.refuse_delegation(actor=scene.manager, request_id=made[2], reason="Non", now=now)
    page = browser(scene.referent).get(QUEUE).content.decode()
    assert "2 demandes en attente" in page
    places = [page.index(f"{QUEUE}/{made[at]}") for at in (1, 0, 2)]
    assert places == sorted(places)
    assert page.count("En attente") == 2 and page.count("Refusée") == 1
    other = care.account(Role.REFERENT_TERRITORIAL, territories=(care.territory(departements=("44",)),))
    assert "Aucune demande pour le moment." in browser(other).get(QUEUE).content.decode()


def test_the_queue_is_read_page_by_page(scene: Scene, now: datetime) -> None:
    facts = {"requester_id": scene.doctor.user_id, "commune_id": "35238", "territory_ids": [scene.territory]}
    DelegationRequest.objects.bulk_create(
        DelegationRequest(family_name="Laurent", given_name="A", email=f"p{at}@sas.example", created_at=now, **facts)
        for at in range(PAGE + 1)
    )
    client = browser(scene.manager)
    assert client.get(QUEUE).content.decode().count("@sas.example, Rennes") == PAGE
    for asked_for in ("2", "999999"):
        page = client.get(QUEUE, {"page": asked_for}).content.decode()
        assert page.count("@sas.example, Rennes") == 1
        assert "2 / 2" in page
    assert client.get(QUEUE, {"page": "x"}).content.decode().count("@sas.example, Rennes") == PAGE


@pytest.mark.parametrize("path", ["", "/{last}"])
def test_three_cost_the_queries_of_one(path: str, now: datetime) -> None:
    costs = []
    for number in (1, 3):
        scene = make_scene()
        for at in range(number):
            last = asked(scene.doctor, now=now + timedelta(hours=at), email=f"p{at}@sas.example")
        for at in range(number):
            operations.comment_delegation(actor=scene.referent, request_id=last, text=f"Note {at}", now=now)
        client = browser(scene.manager)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(QUEUE + path.format(last=last)).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.shows("F-232")
def test_a_referent_comments_and_finds_no_way_to_decide(scene: Scene, now: datetime) -> None:
    path = f"{QUEUE}/{asked(scene.doctor, now=now)}"
    client = browser(scene.referent)
    page = client.get(path).content.decode()
    assert "/accepter" not in page and "/refuser" not in page
    assert client.get(f"{path}/accepter").status_code == client.post(f"{path}/refuser").status_code == 403
    empty = client.post(path, {"text": ""})
    assert (empty.status_code, "Écrivez votre commentaire." in empty.content.decode()) == (422, True)
    assert client.post(path, {"text": "Je <la> connais"})["Location"] == path
    told = browser(scene.manager).get(path).content.decode()
    assert "Je &lt;la&gt; connais" in told and scene.referent.name in told


@pytest.mark.shows("F-225")
def test_a_manager_confirms_for_whom_then_accepts(now: datetime) -> None:
    scene, _ = make_scene(), care.territory(departements=("44",))
    near, far = structure(), structure("sos", commune=NANTES, name="SOS Médecins Nantes")
    path = f"{QUEUE}/{asked(manager_of(near, far), now=now)}"
    client = browser(scene.manager)
    page = client.get(f"{path}/accepter").content.decode()
    assert f'value="s{near.id}"' in page and f'value="s{far.id}"' not in page
    assert "SOS Médecins Nantes (SOS Médecins). N&#x27;est pas dans vos territoires" in page
    assert "le courriel de bienvenue lui est envoyé" in page
    for chosen in ([], [f"s{far.id}"]):
        assert client.post(f"{path}/accepter", {"chosen": chosen}).status_code == 422
    assert not User.objects.filter(email="denis@sas.example").exists()
    assert client.post(f"{path}/accepter", {"chosen": [f"s{near.id}"]})["Location"] == path
    after = client.get(path).content.decode()
    assert "La demande est acceptée" in after
    assert f"par {scene.manager.name}." in words(after)
    assert "/accepter" not in after


@pytest.mark.shows("F-225")
def test_the_second_of_two_managers_is_told_who_decided(scene: Scene, now: datetime) -> None:
    second = care.account(Role.GESTIONNAIRE_COMPTES, territories=(scene.territory,))
    path = f"{QUEUE}/{asked(scene.doctor, now=now)}"
    form = {"chosen": f"p{scene.place.professional_id}"}
    assert browser(scene.manager).post(f"{path}/accepter", form).status_code == 303
    for act, sent in (("accepter", form), ("refuser", {"reason": "Inconnu"})):
        answer = browser(second).post(f"{path}/{act}", sent)
        assert answer.status_code == 422
        assert f"déjà été décidée par {scene.manager.name}. État : acceptée." in words(answer.content.decode())
        assert "Cette demande est déjà décidée. État : acceptée." in words(
            browser(second).get(f"{path}/{act}").content.decode()
        )


@pytest.mark.shows("F-225")
def test_a_refusal_wants_its_reason(scene: Scene, now: datetime) -> None:
    path = f"{QUEUE}/{asked(scene.doctor, now=now)}"
    client = browser(scene.manager)
    empty = client.post(f"{path}/refuser", {"reason": " "})
    assert (empty.status_code, "Indiquez le motif" in empty.content.decode()) == (422, True)
    assert client.post(f"{path}/refuser", {"reason": "Inconnu ici"}).status_code == 303
    assert "Motif : Inconnu ici" in words(client.get(path).content.decode())


def test_an_account_that_may_not_be_used_says_why_and_offers_no_acceptance(scene: Scene, now: datetime) -> None:
    address = User.objects.get(id=care.account(Role.ADMINISTRATEUR).user_id).email
    path = f"{QUEUE}/{asked(scene.doctor, now=now, email=address)}"
    page = browser(scene.manager).get(f"{path}/accepter").content.decode()
    assert "même rang que vous" in page
    assert "Accepter la demande</button>" not in page


def test_the_name_on_an_existing_account_is_told_to_deciders_only(scene: Scene, now: datetime) -> None:
    known = care.account(Role.DELEGATAIRE)
    path = f"{QUEUE}/{asked(scene.doctor, now=now, email=User.objects.get(id=known.user_id).email)}"
    assert f"oui, au nom de {known.name}" in words(browser(scene.manager).get(path).content.decode())
    for_referent = words(browser(scene.referent).get(path).content.decode())
    assert "A déjà un compte : oui" in for_referent and known.name not in for_referent


def test_a_requester_who_lost_everything_can_only_be_refused(scene: Scene, now: datetime) -> None:
    path = f"{QUEUE}/{asked(scene.doctor, now=now)}"
    User.objects.filter(id=scene.doctor.user_id).update(roles=[])
    page = browser(scene.manager).get(f"{path}/accepter").content.decode()
    assert "cette demande ne peut qu'être refusée" in page
    assert "Accepter la demande</button>" not in page
