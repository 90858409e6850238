"""An administrator, at two widths: a regulation software is linked to a territory, its messages are followed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Lrm
from tests.factories import care
from tests.factories.exchanges import in_state
from tests.journeys.conftest import DESK, is_fit, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-189")]


@DESK
def test_a_software_is_linked_and_its_messages_followed(
    open_page: Callable[..., Page], width: int, settings: object
) -> None:
    care.territory()
    page = open_page(width)
    sign_in(page, User.objects.get(id=care.account(Role.ADMINISTRATEUR).user_id).email)
    page.goto("/administration/echanges")
    expect(page.get_by_text("Hub Santé non configuré.")).to_be_visible()
    assert is_fit(page)
    link(page)
    settings.HUB_URL = "amqps://hub.example/15-15"  # type: ignore[attr-defined]
    follow(page)


def link(page: Page) -> None:
    """A new software, wrong at first."""
    page.goto("/administration/lrm/nouveau")
    page.get_by_role("textbox", name="Nom", exact=True).fill("Vigie Régulation")
    page.get_by_label("Origine").fill("samu-35")
    page.get_by_label("Identifiant au Hub Santé").fill("SAMU 35")
    page.get_by_text("Territoire ").last.click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("n'est pas de la forme « fr.health.samu330 »").first).to_be_visible()
    assert is_fit(page)
    page.get_by_label("Identifiant au Hub Santé").fill("fr.health.samu350")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Le logiciel est enregistré.")


def follow(page: Page) -> None:
    """What was given up is found by its state and sent again."""
    now, lrm = timezone.now(), Lrm.objects.get().id
    in_state("acked", now=now, lrm_id=lrm, sent_at=now, answered_at=now, step="INTEGRE", attempts=1)
    in_state("refused", now=now, lrm_id=lrm, sent_at=now, answered_at=now, problem="error 300", attempts=1)
    in_state("abandoned", now=now - timedelta(hours=5), lrm_id=lrm, attempts=10, problem="unroutable")
    page.goto("/administration/echanges")
    expect(page.get_by_text("1 logiciel relié à un territoire")).to_be_visible()
    assert is_fit(page)
    page.get_by_text("Abandonné (1)").click()
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_text("Le Hub Santé n'a pas d'entrée à notre nom")).to_be_visible()
    page.get_by_role("button", name="Renvoyer le message de l'orientation").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Le message va être renvoyé.")
