"""A patient booked in an editor's own pages, end to end: search, link, delegated login, appointment, orientation.

Everything is as the demonstration has it: the editor is another process, the worker a real one, the stream beside them.
"""

import copy
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from config.demo import editors, ports
from config.demo.preparation import Ports
from config.demo.workplace import Workplace
from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.directory import operations as directory
from sas.rooms.directory import queries
from sas.rooms.directory.models import Place
from sas.rooms.editors.models import EditorReading, EditorTaken
from sas.rooms.orientation.enums import OrientationKind
from sas.rooms.orientation.models import Orientation
from sas.worker import tasks
from simulators.editor.editions import EDITIONS
from tests.conftest import ROOT
from tests.factories import care, editor_slots, fhir, live
from tests.factories.mail import run_worker
from tests.factories.offers import RENNES
from tests.journeys.conftest import is_fit, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
IROISE = EDITIONS[0]


@pytest.fixture
def at(live_server: Any) -> Ports:
    """A port for the quick editor; that of the other is nobody's."""
    web = int(live_server.url.rpartition(":")[2])
    return Ports(web, mailbox=0, smtp=0, geocoder=0, psc=0, live=0, editors=(ports.free(0), 9))


@pytest.fixture
def doctor(at: Ports, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Place]:
    """A general practitioner of Rennes who named the quick editor, which runs; so does the stream of changes."""
    settings.PUBLIC_URL, settings.FHIR_PROXY_SECRET = live_server.url, fhir.PROOF
    now = datetime.now(UTC)
    ids = [
        directory.save_editor(actor=Actor.SYSTEM, editor_id=None, name=one.name, active=True, now=now)
        for one in EDITIONS
    ]
    place = editor_slots.doctor(ids[0], now=now)
    Place.objects.filter(id=place.id).update(
        lat=RENNES[0], lon=RENNES[1], address="12 rue des Lilas", postal_code="35000"
    )
    folder = Workplace(ROOT, tmp_path)
    call_command("demo_editors", folder=folder.editors, addresses=[url for _, url in at.editor_pages])
    with ExitStack() as running:
        running.enter_context(playing(folder, at, platform=live_server.url))
        stream = running.enter_context(live.process(origin=live_server.url))
        policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
        policy["DIRECTIVES"]["connect-src"] = ["'self'", stream.address.removesuffix("/direct")]
        settings.LIVE_URL, settings.CONTENT_SECURITY_POLICY = stream.address, policy
        yield place


@contextmanager
def playing(folder: Workplace, at: Ports, *, platform: str) -> Iterator[None]:
    """The process of the quick editor, started as the demonstration starts it."""
    ((_, told), _) = editors.commands(folder, at=at)
    # The server of the tests has another name for this machine, and browsers keep cookies by name.
    line = [word.replace(at.address, platform) for word in told]
    environment = {"PATH": os.environ["PATH"], "FHIR_PROXY_SECRET": fhir.PROOF}
    process = subprocess.Popen(line, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not ports.answers(at.editors[0]):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    yield
    process.terminate()
    process.wait(10)


@pytest.mark.shows("F-047", "F-148", "F-161", "F-188", "F-264")
def test_a_patient_is_booked_at_an_editor_and_the_open_results_follow(
    open_page: Callable[..., Page], doctor: Place, at: Ports
) -> None:
    results = open_page(1280)
    regulator = care.regulator(care.territory())
    sign_in(results, User.objects.get(id=regulator.user_id).email)
    expect(results.get_by_label("Spécialité, structure ou nom")).to_be_visible()
    run_worker()  # plans, asks the editor, tells it of the regulator who has just come
    results.goto("/sas/recherche?text=Médecin généraliste&loc=Rennes")
    card = results.locator(f"#lieu-{doctor.id}")
    expect(card).to_contain_text(f"Disponibilités de {IROISE.name} lues à")
    slots = card.locator("a.sas-creneau")
    first, count = slots.first.inner_text().split()[0], slots.count()
    assert is_fit(results)

    book(results, card, at)
    made = Orientation.objects.get()
    assert (made.kind, made.place_id, made.author_id) == (OrientationKind.EDITOR, doctor.id, regulator.user_id)
    run_worker()
    gone = card.locator("del").first
    expect(gone).to_contain_text(f"{first}")
    expect(gone).to_contain_text("plus disponible")
    expect(card).to_contain_text("Modifié à")
    assert slots.count() in {count - 1, count}, "one more may come out of the fold"
    assert is_fit(results)

    by_phone(results, card)
    recorded = Orientation.objects.order_by("id").values_list("kind", "place_id")
    assert list(recorded) == [(OrientationKind.EDITOR, doctor.id), (OrientationKind.SLOT, doctor.id)]


def book(results: Page, card: Any, at: Ports) -> None:
    """By the link of the first slot: the platform says to the editor who comes, and one is booked there."""
    address = dict(at.editor_pages)[IROISE.name]
    assert card.locator("a.sas-creneau").first.get_attribute("href").startswith(f"{address}/agenda/")
    with results.context.expect_page() as opened:
        card.locator("a.sas-creneau").first.click()
    agenda = opened.value
    agenda.wait_for_url(f"{address}/agenda/*?origin=sas")
    expect(agenda.get_by_text("Connecté par la plateforme en tant que Camille Le Goff")).to_be_visible()
    assert is_fit(agenda)
    agenda.locator("button[name=slot]").first.click()
    expect(agenda.get_by_text("réponse 201 Rendez-vous enregistré")).to_be_visible()
    assert is_fit(agenda)
    agenda.set_viewport_size({"width": 390, "height": 844})
    assert is_fit(agenda)
    agenda.close()


def by_phone(results: Page, card: Any) -> None:
    """Its administrator says that the editor is not end to end any more: one phones, and records it here."""
    (state,) = [one for one in queries.editor_states(actor=Actor.SYSTEM) if one.name == IROISE.name]
    told = {"connection": replace(state.connection, end_to_end=False), "now": datetime.now(UTC)}
    directory.save_editor(actor=Actor.SYSTEM, editor_id=state.id, name=state.name, active=True, **told)  # type: ignore[arg-type]
    EditorReading.objects.update(due_at=datetime.now(UTC))
    tasks.ask_wanted_editors.defer()
    run_worker()
    results.reload()
    # Where one comes without appointment, there is nothing to phone for: at some hours such a slot comes first.
    card.locator("a.sas-creneau", has_text="par téléphone").first.click()
    expect(results.get_by_text("Rendez-vous à prendre par téléphone")).to_be_visible()
    assert is_fit(results)
    ways = results.get_by_role("radio")
    if ways.count():  # a slot of two ways: which one comes first depends on the hour
        results.get_by_text("Téléconsultation", exact=True).click()
    results.get_by_role("button", name="Confirmer").click()
    expect(results.get_by_role("status").first).to_contain_text("Orientation enregistrée")
    assert EditorTaken.objects.count() == 1
