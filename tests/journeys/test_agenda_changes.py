"""A doctor changes what is published: in few gestures, around patients, by the keyboard alone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.availability import operations, queries
from sas.rooms.directory.models import Place
from sas.timetable.capacity import Slot
from tests.factories import care
from tests.factories.agenda import draft
from tests.journeys.conftest import PHONE, axe_violations, sign_in
from tests.journeys.test_agenda_journey import next_tuesday, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
WEEK = timedelta(days=7)


def doctor() -> tuple[Place, Actor, str]:
    place = care.doctor_place()
    owner = care.keeper(place)
    return place, owner, User.objects.get(id=owner.user_id).email


def weekly(place: Place, owner: Actor) -> date:
    """A plage of three patients on Tuesdays from 9h to 12h, from next week on; its first day."""
    day = next_tuesday()
    asked = draft(day=day, weekdays=frozenset({2}))
    operations.publish(actor=owner, place_id=place.id, draft=asked, now=datetime.now(UTC))
    return day


def slots(place: Place) -> tuple[Slot, ...]:
    return queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id].slots


class Gestures:
    """Counts what a person does: a click, a choice, a number typed."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, target: Locator) -> Locator:
        """The next gesture is on this."""
        self.count += 1
        return target


@pytest.mark.shows("F-062", "F-071")
@PHONE
def test_the_first_slot_takes_six_gestures_from_the_dashboard(open_page: Callable[..., Page], width: int) -> None:
    place, _, email = doctor()
    page, gesture = open_page(width), Gestures()
    sign_in(page, email)
    gesture.on(page.get_by_role("link", name="Editer vos disponibilités")).click()
    gesture.on(page.get_by_role("link", name="Créer des disponibilités")).click()
    gesture.on(page.get_by_label("De", exact=True)).select_option("14:00")
    gesture.on(page.get_by_label("À", exact=True)).select_option("17:00")
    gesture.on(page.get_by_label("Nombre de patients")).fill("4")
    gesture.on(page.get_by_role("button", name="Enregistrer", exact=True)).click()
    expect(page.get_by_role("status")).to_contain_text("visible de la régulation")
    (slot,) = slots(place)
    assert (slot.rule.start, slot.rule.end, slot.patients) == (time(14), time(17), 4)
    assert gesture.count <= 6


@pytest.mark.long
@pytest.mark.shows("F-068", "F-069")
@PHONE
def test_one_occurrence_then_the_series_is_edited(open_page: Callable[..., Page], width: int) -> None:
    place, owner, email = doctor()
    day, page = weekly(place, owner), open_page(width)
    sign_in(page, email)
    page.goto(f"/sas/agenda/{place.id}?semaine={day}")
    pencil = page.get_by_role("link", name=re.compile("^Modifier la disponibilité du mardi"))
    pencil.click()
    page.get_by_label("À", exact=True).select_option("11:00")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Votre agenda est à jour")

    page.goto(f"/sas/agenda/{place.id}?semaine={day + WEEK}")
    pencil.click()
    page.get_by_label("Nombre de patients").fill("5")
    page.get_by_label(re.compile("À toutes les semaines")).check(force=True)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name=re.compile("13 occurrences modifiées"))).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Modifier la récurrence").click()
    expect(page.get_by_role("status")).to_contain_text("Votre agenda est à jour")
    expect(page.get_by_text("0/5 patients")).to_have_count(1)
    page.goto(f"/sas/agenda/{place.id}/historique")
    expect(page.get_by_role("heading", name="Série modifiée")).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.long
@pytest.mark.shows("F-081", "F-082")
@PHONE
def test_an_unavailability_is_added_and_ended(open_page: Callable[..., Page], width: int) -> None:
    place, owner, email = doctor()
    day, page = weekly(place, owner), open_page(width)
    sign_in(page, email)
    page.goto(f"/sas/agenda/{place.id}/indisponibilite")
    page.get_by_role("button", name="Ajouter une autre période d'indisponibilité").click()
    page.locator("#id_debut_0").fill(day.isoformat())
    page.locator("#id_fin_0").fill(day.isoformat())
    assert axe_violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Indisponibilité programmée du")).to_be_visible()
    page.goto(f"/sas/agenda/{place.id}?semaine={day}")
    expect(page.get_by_text("0/3 patients – Indisponible")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("link", name="Modifier ou supprimer").click()
    page.get_by_role("button", name="Supprimer").click()
    expect(page.get_by_text("elle n'est supprimée qu'une fois enregistrée")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Ce lieu est disponible")


def press(page: Page, name: str) -> None:
    """Reach what has this name by Tab, and press Enter."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def write(page: Page, *, field: str, keys: str) -> None:
    """Reach a field of a page just opened by Tab, and type over what it holds."""
    page.get_by_label(field).wait_for()
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(keys)


@pytest.mark.shows("F-062", "F-068", "F-070", "F-080")
def test_the_whole_agenda_is_kept_by_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page, day = open_page(), next_tuesday()
    sign_in(page, doctor()[2])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    press(page, "Editer vos disponibilités")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ajouter ou modifier")
    press(page, "Semaine suivante")
    expect(page.locator(f"#jour-{day}")).to_be_visible()
    press(page, "Créer une disponibilité le mardi")
    write(page, field="Nombre de patients", keys="3")
    press(page, "Enregistrer")
    expect(page.get_by_role("status")).to_contain_text("visible de la régulation")
    tab_to(page, "Modifier la disponibilité du mardi")
    expect(page.locator(".sas-entree__actes")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    write(page, field="Nombre de patients", keys="7")
    press(page, "Enregistrer")
    expect(page.get_by_text("0/7 patients")).to_be_visible()
    press(page, "Supprimer la disponibilité du mardi")
    expect(page.get_by_label(f"Supprimer cette occurrence uniquement : {day:%d/%m/%Y}")).to_be_visible()
    press(page, "Enregistrer")
    expect(page.get_by_text("0/7 patients")).to_have_count(0)
    expect(page.get_by_role("status")).to_be_visible()
    press(page, "Programmer une indisponibilité")
    write(page, field="Dès maintenant", keys=" ")
    press(page, "Enregistrer")
    expect(page.get_by_text("Vous êtes indisponible pour une durée indéterminée")).to_be_visible()


def test_hours_drawn_with_the_mouse_fill_the_form(open_page: Callable[..., Page]) -> None:
    place, _, email = doctor()
    page, day = open_page(), next_tuesday()
    sign_in(page, email)
    page.goto(f"/sas/agenda/{place.id}?semaine={day}")
    page.locator("#grille").scroll_into_view_if_needed()
    hour = page.locator("#heure-9").bounding_box()
    column = page.locator(".sas-jour").nth(1).bounding_box()
    assert hour
    assert column
    x = column["x"] + column["width"] / 2
    page.mouse.move(x, hour["y"] + 4)
    page.mouse.down()
    page.mouse.move(x, hour["y"] + hour["height"] * 1.5 - 4, steps=4)
    page.mouse.up()
    expect(page.get_by_label("Date", exact=True)).to_have_value(day.isoformat())
    expect(page.get_by_label("De", exact=True)).to_have_value("09:00")
    expect(page.get_by_label("À", exact=True)).to_have_value("10:30")


@pytest.mark.shows("F-078")
def test_a_place_whose_clocks_say_another_hour_says_so(open_page: Callable[..., Page]) -> None:
    place = care.doctor_place(zone="Indian/Reunion")
    email = User.objects.get(id=care.keeper(place).user_id).email
    page = open_page()
    sign_in(page, email)
    page.goto(f"/sas/agenda/{place.id}")
    expect(page.get_by_text("celles du lieu d'exercice (heure de La Réunion) : elles diffèrent")).to_be_visible()
    Place.objects.filter(id=place.id).update(
        time_zone=page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    )
    page.reload()
    expect(page.get_by_text("elles diffèrent")).to_be_hidden()
