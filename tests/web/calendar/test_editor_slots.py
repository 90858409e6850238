"""The slots of a scheduling software, read only, to whoever keeps the place (F-047)."""

from datetime import timedelta

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.adapters.editors.values import Failure, Label
from sas.rooms.directory.models import Place
from sas.rooms.editors.models import EditorReading
from sas.rooms.editors.operations import plan, refresh
from tests.conftest import NOW
from tests.factories import care, editor_slots
from tests.factories.browsers import browser

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-047")]
HOUR = timedelta(hours=1)


@pytest.fixture
def logiciel() -> int:
    return editor_slots.editor("Agenda Santé")


@pytest.fixture
def named(place: Place, logiciel: int) -> Place:
    editor_slots.named(place, logiciel, now=NOW)
    return place


def page(client: Client, place: Place, status: int = 200) -> str:
    answer = client.get(f"/sas/agenda/{place.id}/editeur")
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_slots_are_shown_by_day_with_their_last_reading_and_nothing_to_change(
    client: Client, named: Place, logiciel: int
) -> None:
    slots = (
        editor_slots.free(NOW + HOUR),
        editor_slots.free(NOW + 25 * HOUR, Label.SNP),
        editor_slots.free(NOW + 71 * HOUR),
    )
    elsewhere = editor_slots.site(named, editor_slots.free(NOW + 2 * HOUR), local_id="2", line="1 quai Sud")
    editor_slots.told(editor_slots.site(named, *slots), elsewhere, by=editor_slots.reached(logiciel), now=NOW)
    shown = page(client, named)
    for words in (
        "lundi 23 novembre",
        "10h00 – 10h15 · Consultation en cabinet<",
        "mardi 24 novembre",
        "10h00 – 10h15 · Consultation en cabinet · réservé aux professionnels",
        "Dernière lecture : 23 novembre 2026 à 09h00",
        "1 quai Sud, 35000 Rennes",
    ):
        assert words in shown, words
    assert "jeudi 26" not in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]
    assert f"/sas/agenda/{named.id}/editeur" in client.get("/sas/tableau-de-bord").content.decode()


def test_the_page_says_what_has_not_come_what_failed_and_what_was_lost(
    client: Client, named: Place, logiciel: int
) -> None:
    assert "Aucun logiciel n'est lu pour ce lieu" in page(client, named)
    reached = editor_slots.reached(logiciel)
    plan(actor=Actor.SYSTEM, reached=[reached], now=NOW)
    assert "En cours de lecture" in page(client, named)
    refresh(actor=Actor.SYSTEM, reached=[reached], ask=editor_slots.Asker(), now=NOW)
    assert "n'a encore transmis aucun créneau pour vous" in page(client, named)
    EditorReading.objects.update(lost_at=NOW, due_at=NOW)
    assert "ne transmet plus vos créneaux" in page(client, named)
    failing = editor_slots.Asker(failing={logiciel: Failure.TIMEOUT})
    refresh(actor=Actor.SYSTEM, reached=[reached], ask=failing, now=NOW)
    assert "créneaux non actualisés depuis le 23 novembre 2026 à 09h00" in page(client, named)


def test_nobody_else_reads_them_but_a_delegate(named: Place, client: Client) -> None:
    assert "agissez pas pour ce lieu" in page(browser(care.keeper(care.doctor_place())), named, status=403)
    delegate = care.account(Role.DELEGATAIRE, delegated=(named.professional_id or 0,))
    assert "Créneaux de votre logiciel" in page(browser(delegate), named)
