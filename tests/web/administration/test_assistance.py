"""Requests for help before those who answer them."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.rooms.accounts.models import User
from sas.rooms.assistance.enums import Topic
from sas.rooms.assistance.models import AssistanceFile, AssistanceRequest
from sas.rooms.assistance.rules.files import GivenFile
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import attachments
from tests.factories.assistance import Scene, asked, make_scene
from tests.factories.browsers import browser
from tests.web.calendar.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-244")]
LIST = "/administration/assistance"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def drawn(answer: Any) -> str:
    return words(answer.content.decode())


def test_the_list_is_narrowed_by_the_address(scene: Scene, now: datetime, settings: Any) -> None:
    first = asked(now=now, territory_id=scene.territory)
    second = asked(Topic.BUG, now=now)
    client = browser(scene.technical)
    page = drawn(client.get(LIST))
    assert "2 demandes, dont 2 sans réponse" in page and "Antivirus : non configuré" in page
    for asked_for, shown in (
        ({"objet": "bug"}, {second}),
        ({"territoire": str(scene.territory)}, {first}),
        ({"etat": "closed"}, set()),
        ({"etat": "x", "page": "9"}, {first, second}),
    ):
        page = client.get(LIST, asked_for).content.decode()
        assert {one for one in (first, second) if f'"{LIST}/{one}"' in page} == shown
    settings.CLAMD_URL = "tcp://127.0.0.1:3310"
    assert "Antivirus" not in drawn(client.get(LIST))
    assert "Antivirus" not in drawn(browser(scene.manager).get(LIST))


def test_a_request_is_read_taken_answered_and_closed(scene: Scene, now: datetime) -> None:
    made = asked(now=now, territory_id=scene.territory, message="Une <ligne>\nune autre", page="/faq")
    client, path = browser(scene.manager), f"{LIST}/{made}"
    page = client.get(path).content.decode()
    assert (
        "Une &lt;ligne&gt;\nune autre" in page and "/faq" in page and "son identité n'est pas vérifiée" in words(page)
    )
    assert client.post(f"{path}/prendre")["Location"] == path
    assert f"Prise en charge par {scene.manager.name}." in drawn(client.get(path))
    assert "déjà prise en charge" in drawn(browser(scene.national).post(f"{path}/prendre", follow=True))
    for text, sentence in (("", "Écrivez votre réponse."), ("a" * 2001, "2000 au plus")):
        refused = client.post(path, {"text": text})
        assert refused.status_code == 422 and sentence in refused.content.decode()
        assert text in refused.content.decode()
    assert not OutgoingMail.objects.filter(kind="assistance_answer").exists()
    assert client.post(path, {"text": "Voici\r\nla suite."}).status_code == 303
    assert "Votre réponse est envoyée à Anne Petit." in drawn(client.get(path))
    assert client.post(f"{path}/clore")["Location"] == path
    page = client.get(path).content.decode()
    assert "Close le" in page and "Répondre</button>" not in page and "/clore" not in page
    late = client.post(path, {"text": "Encore"})
    assert (late.status_code, "déjà close" in late.content.decode()) == (422, True)


@pytest.mark.shows("F-243")
def test_a_file_leaves_to_be_saved_under_its_own_name(scene: Scene, now: datetime) -> None:
    given = [GivenFile("Écran\u202e 1.exe", attachments.png()), GivenFile("a.xls", attachments.xls())]
    made = asked(now=now, territory_id=scene.territory, files=given)
    client = browser(scene.manager)
    assert "Écran 1.png" in client.get(f"{LIST}/{made}").content.decode()
    types = ("image/png", "application/vnd.ms-excel")
    for one, kind, file in zip(given, types, AssistanceFile.objects.order_by("id"), strict=True):
        answer = client.get(f"{LIST}/{made}/pieces/{file.id}")
        assert (answer.content, answer["Content-Type"]) == (one.content, kind)
        assert answer["Content-Disposition"].startswith("attachment; filename")
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    other = asked(Topic.DATA, now=now, territory_id=scene.territory)
    assert client.get(f"{LIST}/{other}/pieces/{file.id}").status_code == 404
    assert browser(scene.referent).get(f"{LIST}/{other}/pieces/{file.id}").status_code == 404


def test_an_account_asked_for_is_created_from_the_request(scene: Scene, now: datetime) -> None:
    made = asked(Topic.ACCOUNT_NEW, now=now, territory_id=scene.territory, email="anne@sas.example", role=None)
    client, path = browser(scene.manager), f"{LIST}/{made}"
    create = f"/administration/comptes/nouveau?demande={made}"
    assert f'href="{create}"' in client.get(path).content.decode()
    assert "?demande=" not in browser(scene.national).get(f"{LIST}/{asked(now=now)}").content.decode()
    started = client.get(create).content.decode()
    assert f'action="{create}"' in started
    for value in ("anne@sas.example", "Petit", "Anne"):
        assert f'value="{value}"' in started
    form = {"email": "anne@sas.example", "family_name": "Petit", "given_name": "Anne", "roles": ["regulateur_osnp"]}
    assert client.post(create, form | {"territories": []}).status_code == 422
    assert client.post(create, form | {"territories": [str(scene.territory)]})["Location"] == path
    assert User.objects.filter(email="anne@sas.example").exists()
    page = client.get(path).content.decode()
    assert "Un compte existe à cette adresse." in page and create not in page
    elsewhere = asked(Topic.ACCOUNT_NEW, now=now, email="autre@sas.example")
    assert "autre@" not in client.get(f"/administration/comptes/nouveau?demande={elsewhere}").content.decode()


@pytest.mark.parametrize("path", ["", "/{last}"])
def test_three_cost_the_queries_of_one(path: str, now: datetime) -> None:
    costs = []
    for number in (1, 3):
        AssistanceRequest.objects.all().delete()
        scene = make_scene()
        files = [GivenFile("a.pdf", attachments.pdf())] * number
        for _ in range(number):
            last = asked(now=now, territory_id=scene.territory, files=files)
        client = browser(scene.manager)
        for at in range(number):
            client.post(f"{LIST}/{last}", {"text": f"Réponse {at}"})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST + path.format(last=last)).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1]
