"""A doctor asks for a délégataire; accepted, he keeps the agenda until the doctor takes it back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.availability import queries
from tests.factories import care
from tests.factories.delegation import make_scene
from tests.factories.mail import Inbox, inbox, run_worker
from tests.journeys.conftest import PHONE, axe_violations, sign_in

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "denis@sas.example"
SENT = "Votre demande est envoyée au(x) référent(s) territorial de votre territoire."


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


def link_in(inbox: Inbox, to: str, subject: str) -> str:
    """The first address in the mail of that subject that somebody received."""
    run_worker()
    mail = next(one for one in inbox.mails if (one["To"], one["Subject"]) == (to, subject))
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://\S+", body.get_content())
    assert found
    return found[0]


def sound(page: Page) -> None:
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def ask(page: Page, doctor: Actor) -> None:
    sign_in(page, email_of(doctor))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    page.goto("/compte")
    sound(page)
    page.get_by_role("link", name="Demander l'ajout d'un délégataire").click()
    sound(page)
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_contain_text("Renseignez la ville d'exercice de votre délégataire.")
    sound(page)
    page.get_by_label("Nom", exact=True).fill("Laurent")
    page.get_by_label("Prénom").fill("Denis")
    page.get_by_label("Ville d'exercice").press_sequentially("cesson")
    page.get_by_role("option", name=re.compile("^Cesson-Sévigné")).click()
    expect(page.get_by_label("Ville d'exercice")).to_have_value("Cesson-Sévigné (35510)")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("status")).to_contain_text(SENT)
    sound(page)


def accept(page: Page, manager: Actor, path: str) -> None:
    page.goto(path)
    page.get_by_label("Adresse électronique").fill(email_of(manager))
    page.get_by_label("Mot de passe").fill(care.PASSWORD)
    page.get_by_role("button", name="Connexion", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demandes de délégation")
    sound(page)
    page.get_by_role("link", name="Denis Laurent").click()
    page.get_by_label("Ajouter un commentaire").fill("Vu avec le cabinet.")
    page.get_by_role("button", name="Commenter").click()
    expect(page.get_by_text("Vu avec le cabinet.")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Accepter").click()
    expect(page.get_by_label(re.compile("Claire MARTIN"))).to_be_checked()
    sound(page)
    page.get_by_role("button", name="Accepter la demande").click()
    expect(page.get_by_role("status")).to_contain_text("La demande est acceptée")


def keep(page: Page, inform: str) -> None:
    sign_in(page, EMAIL)
    expect(page.get_by_role("heading", level=2)).to_have_text(["Vous agissez pour Claire MARTIN"])
    sound(page)
    page.get_by_role("link", name="Editer vos disponibilités").click()
    page.get_by_role("link", name="Informations complémentaires").click()
    page.get_by_label("Informations visibles").fill(inform)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text(inform)).to_be_visible()


@pytest.mark.shows("F-120", "F-121", "F-122", "F-123", "F-124", "F-225")
@PHONE
def test_from_the_request_to_the_first_edit_and_back(
    *, open_page: Callable[..., Page], inbox: Inbox, live_server: Any, settings: Any, width: int
) -> None:
    settings.PUBLIC_URL = live_server.url
    scene = make_scene()
    doctor, manager, delegate = (open_page(width) for _ in range(3))
    ask(doctor, scene.doctor)
    accept(manager, scene.manager, link_in(inbox, email_of(scene.manager), "Demande de délégation"))

    assert link_in(inbox, EMAIL, "Une délégation vous est donnée") == f"{live_server.url}/sas/tableau-de-bord"
    User.objects.filter(email=EMAIL).update(password=make_password(care.PASSWORD))
    care.settled(User.objects.get(email=EMAIL).id)
    keep(delegate, "Rappeler avant midi")
    kept = queries.agendas(actor=Actor.SYSTEM, place_ids=[scene.place.id])[scene.place.id]
    assert kept.additional_info == "Rappeler avant midi"

    doctor.goto(link_in(inbox, email_of(scene.doctor), "Votre demande de délégation est acceptée"))
    expect(doctor.get_by_text("Agit pour Claire MARTIN")).to_be_visible()
    sound(doctor)
    doctor.get_by_role("link", name="Retirer à Denis Laurent la délégation pour Claire MARTIN").click()
    sound(doctor)
    doctor.get_by_role("button", name="Retirer la délégation").click()
    expect(doctor.get_by_text("Personne n'agit pour vous pour le moment.")).to_be_visible()

    assert delegate.goto(f"/sas/agenda/{scene.place.id}").status == 403  # type: ignore[union-attr]
    delegate.goto("/sas/tableau-de-bord")
    expect(delegate.get_by_text("Aucun lieu d'exercice ne vous est rattaché.")).to_be_visible()


@pytest.mark.shows("F-120")
def test_the_city_is_chosen_without_javascript(open_page: Callable[..., Page]) -> None:
    scene = make_scene()
    care.account(*scene.referent.roles, territories=(care.territory(departements=("93",)),))
    page = open_page(390, javascript=False)
    sign_in(page, email_of(scene.doctor))
    page.goto("/delegations/demande")
    page.get_by_label("Nom", exact=True).fill("Laurent")
    page.get_by_label("Prénom").fill("Denis")
    page.get_by_label("Ville d'exercice").fill("Saint-Denis")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_contain_text("choisissez la bonne")
    page.get_by_label(re.compile("Saint-Denis .*Seine-Saint-Denis")).check(force=True)
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("status")).to_contain_text(SENT)
