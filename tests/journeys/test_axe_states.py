"""The same faults looked for in pages as they stand in other states: refused, empty, full, and with something open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from sas.actor import Role
from sas.rooms.accounts.models import User
from sas.rooms.orientation import operations as orientations
from sas.rooms.orientation.operations import confirming
from sas.web.administration.dashboards.themes import THEMES
from sas.web.kit import failures
from tests.factories import care, dashboards
from tests.factories.browsers import browser
from tests.journeys.stage import Stage, scene, stage
from tests.web import access_scene
from tests.web.regulation.scene import Scene
from tests.web.test_access import VISITORS, Row, filled, is_page, rows, somebody
from tests.web.undoing import undone

__all__ = ["scene", "stage"]
FORMS = tuple(row for row in rows() if row.method == "POST" and "yes" in row.cells.values())


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.shows("F-268")
@pytest.mark.parametrize("row", FORMS, ids=str)
def test_a_form_sent_empty_answers_a_page_without_a_fault(row: Row, scene: Scene, stage: Stage) -> None:
    """As the first role that may send it; most answer 422, with a fault beside each field."""
    name = next(name for name, cell in row.cells.items() if cell == "yes")
    with undone():
        client = somebody(scene, VISITORS[name])
        address = filled(row.address, replace(scene, visitor=client.session.get("user_id", 0)))
        answer = client.post(address, {})
        if is_page(answer):
            stage.show(client, answer, address)
            assert stage.faults() == []
            faulty = stage.page.locator("[role=alert] a").count() > 0
            assert stage.page.title().startswith("Erreur – ") or not faulty, stage.page.title()


@dataclass(frozen=True)
class State:
    """A page in a state: who asks for what, after what; and what is done once it is drawn."""

    address: str
    who: Callable[[Scene], Client]
    before: Callable[[Scene], Any] = lambda _: None
    then: Callable[[Page], Any] = lambda _: None
    widths: tuple[int, ...] = (1280, 390)


def regulator(scene: Scene) -> Client:
    return scene.client


def owner(scene: Scene) -> Client:
    return browser(scene.owner)


def newcomer(scene: Scene) -> Client:
    """Who signs in for the first time: the welcome stands over the page."""
    actor = care.regulator(scene.territory)
    User.objects.filter(id=actor.user_id).update(welcomed=[])
    return browser(actor)


def elsewhere(_: Scene) -> Client:
    """An effecteur whose agenda holds nothing."""
    return browser(care.keeper(care.doctor_place()))


def national(_: Scene) -> Client:
    return browser(care.account(Role.ADMINISTRATEUR_NATIONAL))


def counted(scene: Scene) -> None:
    """Figures of two weeks, searches and an editor included."""
    days = dashboards.back_from(dashboards.yesterday(scene.now), days=14)
    dashboards.counted(days)
    dashboards.searched(days)
    dashboards.asked_editor(days[-1])


def many(scene: Scene) -> None:
    """A dozen places with an opening: more than a page of results."""
    for _ in range(11):
        place = care.doctor_place()
        care.published(place=place, owner=care.keeper(place), day=scene.day, now=scene.now)


def busy(scene: Scene) -> None:
    """Every place taken, and one patient outside the slots; one orientation cancelled."""
    scene.fill()
    made = access_scene.orientation(scene)
    orientations.cancel(actor=scene.regulator, orientation_id=made, now=scene.now)
    access_scene.orientation(scene)


def opened(*names: str) -> Callable[[Page], None]:
    """With these menus open."""

    def unfold(page: Page) -> None:
        for name in names:
            page.locator("summary", has_text=name).first.click()

    return unfold


def tables_open(page: Page) -> None:
    """Under each chart."""
    for one in page.locator("main summary").all():
        one.click()
    page.mouse.move(0, 450)


def suggesting(page: Page) -> None:
    """Under a field that proposes."""
    page.get_by_label("Spécialité, structure ou nom").press_sequentially("méd")
    page.get_by_role("option").first.wait_for()


def in_dialog(page: Page) -> None:
    """The header's menu, on a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("dialog").wait_for()
    page.mouse.move(0, 450)


SEARCH = "/sas/recherche?text=M%C3%A9decin&loc=Rennes"
AGENDA = "/sas/agenda/{place_id}"
STATES = {
    "results, none": State("/sas/recherche?text=Dermatologue&loc=Marseille", regulator),
    "results, pages of them": State(SEARCH, regulator, many),
    "results, as a table": State(f"{SEARCH}&vue=tableau", regulator, many),
    "results, on the map": State(f"{SEARCH}&vue=carte", regulator, many),
    "results, last place taken": State(SEARCH, regulator, busy),
    "results, all filters open": State(SEARCH, regulator, many, opened("Tous les filtres")),
    "results, one menu open": State(SEARCH, regulator, many, opened("Types")),
    "search refused": State("/sas/recherche?text=&loc=", regulator),
    "search, suggestions open": State("/sas/", regulator, then=suggesting),
    "search, welcome open": State("/sas/", newcomer),
    "menu open on a phone": State("/sas/", regulator, then=in_dialog, widths=(390,)),
    "orientations, none": State("/sas/orientations", regulator),
    "orientations, several": State("/sas/orientations", regulator, busy),
    "agenda, full": State(AGENDA, owner, busy),
    "agenda, hidden": State(AGENDA, owner, access_scene.shown_elsewhere),
    "dashboard, nothing published": State("/sas/tableau-de-bord", elsewhere),
    "dashboard, busy": State("/sas/tableau-de-bord", owner, busy),
    **{
        f"figures, {one.slug}": State(f"/administration/pilotage/{one.slug}?periode=7", national, counted, tables_open)
        for one in THEMES
    },
    "figures, all themes": State("/administration/pilotage?periode=7", national, counted),
    "figures, dates refused": State("/administration/pilotage?periode=dates&du=2026-01-02&au=2026-01-01", national),
    "not found": State("/sas/inconnue", regulator),
    "not found, visitor": State("/inconnue", lambda _: Client()),
    "refused": State("/administration/comptes", regulator),
}


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.shows("F-268")
@pytest.mark.parametrize("name", STATES)
def test_no_state_has_a_fault(name: str, scene: Scene, stage: Stage) -> None:
    state = STATES[name]
    with undone():
        client = state.who(scene)
        state.before(scene)
        address = filled(state.address, scene)
        page = stage.show(client, client.get(address), address)
        state.then(page)
        assert stage.faults(widths=state.widths) == []


FAILURES = {
    "400": lambda request: failures.bad_request(request, ValueError()),
    "500": failures.server_error,
    "503": lambda request: failures.unavailable(request, "Le service d'adresses"),
    "csrf": failures.csrf_failure,
}


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.shows("F-268")
@pytest.mark.parametrize("name", FAILURES)
def test_no_failure_has_a_fault(name: str, scene: Scene, stage: Stage) -> None:
    asked = scene.client.get("/sas/").wsgi_request  # type: ignore[attr-defined]
    stage.show(scene.client, FAILURES[name](asked), "/sas/")
    assert stage.faults() == []


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.shows("F-268")
@pytest.mark.parametrize("held", [(False,), (True, False)], ids=["nothing recorded", "in doubt"])
def test_an_orientation_that_no_standby_confirms_is_told_without_a_fault(
    scene: Scene, stage: Stage, settings: Any, monkeypatch: pytest.MonkeyPatch, *, held: tuple[bool, ...]
) -> None:
    settings.ORIENTATION_STANDBY_SECONDS = 1
    answers = iter(held)
    monkeypatch.setattr(confirming, "_is_held", lambda *_, **__: next(answers))
    with undone():
        answer = scene.confirm()
        assert answer.status_code == 503
        stage.show(scene.client, answer, scene.path)
        assert stage.faults() == []


@pytest.mark.django_db
@pytest.mark.shows("F-268")
def test_faults_are_seen(scene: Scene, stage: Stage) -> None:
    """What finds nothing anywhere must be shown to find something somewhere."""
    page = stage.show(scene.client, scene.client.get("/sas/orientations"), "/sas/orientations")
    page.evaluate("""() => {
        const main = document.querySelector("main");
        main.insertAdjacentHTML("beforeend", '<img src="/static/x.png"><a href="#nulle-part">Aller</a>');
        const wide = document.createElement("p");
        wide.textContent = "Trop large";
        wide.style.minWidth = "2000px";
        main.append(wide);
    }""")
    found = "\\n".join(stage.faults(widths=(390,), themes=("light",)))
    assert "image-alt" in found and "nulle-part" in found and "wider than 320 px" in found
