"""Each role's main path with the keyboard alone: Tab, Enter, Space and the arrows; the focus is seen and never lost."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import User
from sas.rooms.orientation.models import Orientation
from tests.factories import care, houses
from tests.journeys.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 250
"""Steps after which the keyboard is in a trap, or what is looked for is not on its way."""
_FOCUS = """() => {
    const one = document.activeElement;
    const name = one.labels?.length ? one.labels[0].innerText : one.getAttribute("aria-label") || one.innerText || "";
    const parts = [one, ...(one.labels || [])];
    const drawn = parts.flatMap((part) => [null, "::before", "::after"].map((side) => getComputedStyle(part, side)));
    const drawnBy = ({outlineStyle, outlineWidth}) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    const seen = drawn.some(drawnBy);
    return {tag: one.tagName, name: name.replace(/\\s+/g, " ").trim(), seen};
}"""


class Hands:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focus(self) -> str:
        """The name of what has the focus, which is somewhere and is seen."""
        told = self.page.evaluate(_FOCUS)
        assert told["tag"] != "BODY", "the focus is lost"
        assert told["seen"] or told["tag"] in ("H1", "H2"), f"nothing shows that « {told['name']} » has the focus"
        return str(told["name"])

    def finds_focus_on(self, name: str) -> None:
        """After a swap, which gives the focus a moment after it shows what it brings."""
        self.page.wait_for_function("document.activeElement !== document.body")
        assert self.focus().startswith(name)

    def reach(self, name: str, *, key: str = "Tab") -> None:
        """Press Tab until the focus is on what has this name."""
        for _ in range(MANY):
            self.page.keyboard.press(key)
            at_the_end = self.page.evaluate("document.activeElement === document.body")
            if not at_the_end and re.match(name, self.focus(), re.IGNORECASE):
                return
        raise AssertionError(f"the keyboard never reaches « {name} »")

    def press(self, name: str, key: str = "Enter") -> None:
        """Reach it, then press."""
        self.reach(name)
        self.page.keyboard.press(key)

    def write(self, name: str, text: str) -> None:
        """Instead of what the field holds."""
        self.reach(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, name: str, text: str) -> None:
        """In a list, as typing does."""
        self.reach(name)
        self.page.keyboard.type(text)

    def arrive(self, title: str | re.Pattern[str]) -> None:
        """On the page of this title."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)


def hands(page: Page, email: str) -> Hands:
    """Signed in, without a mouse from the first page on."""
    made = Hands(page)
    page.goto("/connexion")
    made.write("Adresse électronique", email)
    made.write("Mot de passe", PASSWORD)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/connexion"))
    return made


def email_of(user_id: int | None) -> str:
    return User.objects.get(id=user_id).email


@pytest.mark.shows("F-268")
def test_a_regulator_searches_and_orients(open_page: Callable[..., Page]) -> None:
    now = datetime.now(UTC)
    places = [care.doctor_place() for _ in range(12)]
    for place in places:
        care.published(place=place, owner=care.keeper(place), day=now.date() + timedelta(days=1), now=now)
    regulator = care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),))
    page = open_page()
    one = hands(page, email_of(regulator.user_id))

    one.press("Recherche")
    one.write("Spécialité, structure ou nom", "Médecin généraliste")
    page.keyboard.press("Escape")
    one.write("Adresse, ville ou département", "Rennes")
    page.keyboard.press("Escape")
    one.press("Rechercher")
    one.arrive("Rennes (35000)")

    one.press("Page suivante")
    expect(page.locator(".fr-pagination [aria-current='page']")).to_have_text("2")
    one.finds_focus_on("Médecin généraliste")
    one.press("14h00 – 16h00")
    one.arrive("ADRESSER UN PATIENT")
    one.press("Confirmer")
    expect(page.get_by_role("status").first).to_contain_text("Orientation enregistrée : 1/3")
    assert Orientation.objects.count() == 1


@pytest.mark.long
@pytest.mark.shows("F-268")
def test_an_effecteur_publishes_and_goes_from_week_to_week(open_page: Callable[..., Page]) -> None:
    place = care.doctor_place()
    page = open_page()
    one = hands(page, email_of(care.keeper(place).user_id))

    one.press("Editer vos disponibilités")
    one.arrive("Ajouter ou modifier vos disponibilités")
    one.press("Semaine suivante")
    expect(page.get_by_role("link", name="Aujourd'hui")).to_be_visible()
    one.finds_focus_on("Semaine suivante")
    one.press("Créer une disponibilité le mardi")
    one.arrive(re.compile("disponibilité", re.IGNORECASE))
    one.choose("De$", "14h00")
    one.choose("À$", "13h00")
    one.write("Nombre de patients", "3")
    one.press("Chaque Mardi", "Space")
    one.press("Enregistrer")
    expect(page.get_by_role("alert")).to_be_visible()
    one.press("À$")  # the fault, which leads to its field
    page.keyboard.type("16h00")
    one.press("Enregistrer")
    expect(page.get_by_role("status")).to_contain_text("visible de la régulation")
    expect(page.get_by_text("0/3 patients")).to_have_count(1)


@pytest.mark.long
@pytest.mark.shows("F-268")
def test_a_manager_creates_an_account(open_page: Callable[..., Page]) -> None:
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))
    page = open_page()
    one = hands(page, email_of(manager.user_id))

    one.press("Comptes")
    one.arrive("Comptes")
    one.press("Créer un compte")
    one.arrive("Créer un compte")
    one.press("Créer le compte")
    expect(page.get_by_role("alert")).to_be_visible()
    one.press("Adresse électronique")  # the fault, which leads to its field
    page.keyboard.type("jeanne.dupont@sas.example")
    one.write("Nom$", "DUPONT")
    one.write("Prénom", "Jeanne")
    one.press("Territoire", "Space")
    one.press("Créer le compte")
    expect(page.get_by_role("alert")).to_be_visible()
    one.press("SAS - Régulateur-OSNP", "Space")
    one.press("Créer le compte")
    expect(page.get_by_role("status").first).to_contain_text("Le compte est créé")
    assert User.objects.get(email="jeanne.dupont@sas.example").roles == [Role.REGULATEUR_OSNP]


@pytest.mark.long
@pytest.mark.shows("F-268", "F-101")
def test_the_manager_of_a_centre_registers_it(open_page: Callable[..., Page]) -> None:
    centre = houses.house("cds")
    houses.place_of(centre)
    page = open_page()
    one = hands(page, email_of(houses.manager_of(centre).user_id))

    one.press("Editer vos paramètres")
    one.arrive("Vos paramètres")
    one.write("Nombre de professionnels du centre", "4")
    one.write("Parmi eux, nombre de médecins généralistes", "2")
    one.press("J'accepte d'être directement contacté", "Space")
    one.press("Enregistrer")
    expect(page.get_by_role("alert")).to_be_visible()
    one.press("Je déclare sur l'honneur")  # the fault, which leads to its field
    page.keyboard.press("Space")
    one.press("Enregistrer")
    expect(page.get_by_role("status").first).to_contain_text(f"{centre.name} participe au SAS.")
