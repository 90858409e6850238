"""The slots of a scheduling software, read only, to whoever keeps the place (F-047)."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.adapters.editors.values import Failure, Label
from sas.errors import Refused
from sas.rooms.directory.models import Place
from sas.rooms.editors.models import EditorReading
from sas.rooms.editors.operations import plan, refresh
from sas.rooms.editors.queries import interfaces
from sas.rooms.editors.rules import LOST_AFTER
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
    elsewhere = replace(elsewhere, postal_code="99999", city="Nullepart")
    editor_slots.told(editor_slots.site(named, *slots), elsewhere, by=editor_slots.reached(logiciel), now=NOW)
    shown = page(client, named)
    for words in (
        "lundi 23 novembre",
        "10h00 – 10h15 · Consultation en cabinet<",
        "mardi 24 novembre",
        "10h00 – 10h15 · Consultation en cabinet · réservé aux professionnels",
        "Dernière lecture : 23 novembre 2026 à 09h00",
        "1 quai Sud, 99999 Nullepart",
        "seul à connaître et que la régulation ne voit pas",
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


def dashboard(client: Client) -> str:
    return " ".join(unescape(client.get("/sas/tableau-de-bord").content.decode()).split())


@pytest.mark.shows("F-262")
def test_the_dashboard_says_whether_the_software_gives_the_slots_gained_then_lost_then_gained_again(
    client: Client, named: Place, logiciel: int
) -> None:
    reached = editor_slots.reached(logiciel)
    assert "nterfacé" not in dashboard(client)
    plan(actor=Actor.SYSTEM, reached=[reached], now=NOW)
    assert "Pas encore interfacé</span> Agenda Santé n'a pas encore répondu" in dashboard(client)
    nothing, something = editor_slots.Asker(), editor_slots.Asker([editor_slots.site(named)])
    again = NOW + LOST_AFTER + 2 * HOUR
    for asker, at, words in (
        (nothing, NOW, "Pas encore interfacé</span> Agenda Santé n'a encore transmis aucun créneau pour vous."),
        (something, NOW, "Interfacé</span> Agenda Santé transmet vos créneaux depuis le 23 novembre 2026."),
        (nothing, NOW + LOST_AFTER, "Interfacé</span> Agenda Santé transmet vos créneaux depuis le 23 novembre 2026."),
        (nothing, again, "Plus interfacé</span> Agenda Santé ne transmet plus vos créneaux depuis le 7 décembre 2026."),
        (something, again, "Interfacé</span> Agenda Santé transmet vos créneaux depuis le 7 décembre 2026."),
    ):
        EditorReading.objects.update(due_at=at)
        refresh(actor=Actor.SYSTEM, reached=[reached], ask=asker, now=at)
        assert words in dashboard(client), words
    editor_slots.named(named, logiciel, now=NOW, refused=True)
    assert "nterfacé" not in dashboard(client)


def test_nobody_is_told_of_the_software_of_those_he_does_not_act_for(named: Place, client: Client) -> None:
    with pytest.raises(Refused):
        interfaces(actor=care.keeper(care.doctor_place()), place_ids=[named.id])


def test_the_dashboard_costs_the_same_for_one_place_and_for_three(logiciel: int) -> None:
    counts = []
    for number in (1, 3):
        places = [care.doctor_place() for _ in range(number)]
        for place in places:
            editor_slots.named(place, logiciel, now=NOW)
        plan(actor=Actor.SYSTEM, reached=[editor_slots.reached(logiciel)], now=NOW)
        owners = tuple(place.professional_id or 0 for place in places)
        delegate = browser(care.account(Role.DELEGATAIRE, delegated=owners))
        with CaptureQueriesContext(connection) as captured:
            assert dashboard(delegate).count("Pas encore interfacé") == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.shows("E18")
def test_a_place_that_the_software_alone_knows_says_so_and_has_no_agenda_here(named: Place, logiciel: int) -> None:
    apart = editor_slots.site(named, editor_slots.free(NOW + HOUR), local_id="2", line="1 quai Sud")
    editor_slots.told(apart, by=editor_slots.reached(logiciel), now=NOW)
    own = Place.objects.get(source="editor")
    signed_in = browser(care.keeper(named))
    shown = unescape(signed_in.get("/sas/tableau-de-bord").content.decode())
    assert "vient de votre solution de prise de rendez-vous, seule à le connaître" in shown
    assert f'/sas/agenda/{own.id}/editeur"' in shown
    assert f'href="/sas/agenda/{own.id}"' not in shown
    assert "10h00 – 10h15" in page(signed_in, own)
    closed = signed_in.get(f"/sas/agenda/{own.id}")
    assert closed.status_code == 403
    assert "Où modifier vos créneaux" in closed.content.decode()
    editor_slots.named(named, logiciel, now=NOW, refused=True)
    shown = unescape(signed_in.get("/sas/tableau-de-bord").content.decode())
    assert f'href="/sas/agenda/{named.id}"' in shown
    assert f'href="/sas/agenda/{own.id}"' not in shown
