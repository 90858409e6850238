"""Each mail of a delegation, read from a real mail server."""

from datetime import datetime
from typing import Any

import pytest

from sas.actor import Actor
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import User
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.delegation import Scene, asked, delegate_of, make_scene
from tests.factories.mail import Inbox, inbox, run_worker

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)
CLOSING = "\n\nLe Service d'accès aux soins\nCe message est envoyé automatiquement, merci de ne pas y répondre.\n"


@pytest.fixture
def scene(settings: Any) -> Scene:
    settings.PUBLIC_URL = "https://sas.example"
    return make_scene()


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


def received(inbox: Inbox, subject: str) -> dict[str, str]:
    """The text of the mails of that subject by address, without what all mails begin and end with."""
    run_worker()
    found = {}
    for mail in inbox.mails:
        if mail["Subject"].strip() == subject:  # a long one is folded after its name
            body, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
            assert body is not None and page is not None
            text = body.get_content().replace("\r\n", "\n")
            assert text.startswith("Bonjour,\n\n") and text.endswith(CLOSING)
            assert 'lang="fr"' in page.get_content()
            found[mail["To"]] = text.removeprefix("Bonjour,\n\n").removesuffix(CLOSING)
    return found


@pytest.mark.shows("F-121", "F-232")
@pytest.mark.parametrize("known", [False, True])
def test_a_request_is_written_to_every_manager_and_referent_of_the_territory(
    *, known: bool, scene: Scene, inbox: Inbox, now: datetime
) -> None:
    care.account(*scene.referent.roles, territories=(care.territory(departements=("44",)),))
    delegate, _ = delegate_of(care.doctor_place())
    address = email_of(delegate) if known else "denis@sas.example"
    asked(scene.doctor, now=now, email=address)
    told = received(inbox, "Demande de délégation")
    assert set(told) == {email_of(scene.manager), email_of(scene.referent)}
    assert told[email_of(scene.manager)] == (
        f"{scene.doctor.name} demande l'ajout d'un délégataire.\n\n"
        f"Délégataire : Denis Laurent\nVille d'exercice : Rennes (35)\nAdresse électronique : {address}\n"
        f"A déjà un compte : {'oui' if known else 'non'}\n\n"
        "Un gestionnaire de comptes du territoire l'accepte ou la refuse ; le demandeur en est informé.\n\n"
        "Demandes de délégation :\nhttps://sas.example/administration/delegations"
    )


@pytest.mark.shows("F-225")
def test_an_acceptance_is_written_to_both(scene: Scene, inbox: Inbox, now: datetime) -> None:
    made, chosen = asked(scene.doctor, now=now), [f"p{scene.place.professional_id}"]
    operations.accept_delegation(actor=scene.manager, request_id=made, chosen=chosen, now=now)
    assert received(inbox, "Votre demande de délégation est acceptée") == {
        email_of(scene.doctor): (
            "Denis Laurent peut maintenant tenir les agendas de :\n– Claire MARTIN\n\n"
            "Vous pouvez lui retirer ce droit à tout moment.\n\n"
            "Vos délégataires :\nhttps://sas.example/delegations"
        )
    }
    assert received(inbox, "Une délégation vous est donnée") == {
        "denis@sas.example": (
            "Vous pouvez maintenant tenir les agendas de :\n– Claire MARTIN\n\n"
            "Votre espace de délégation :\nhttps://sas.example/sas/tableau-de-bord"
        )
    }
    assert "denis@sas.example" in received(inbox, "Bienvenue sur la plateforme numérique du Service d'accès aux soins")


@pytest.mark.shows("F-225")
def test_a_refusal_is_written_to_the_requester_with_its_reason(scene: Scene, inbox: Inbox, now: datetime) -> None:
    made = asked(scene.doctor, now=now)
    operations.refuse_delegation(actor=scene.manager, request_id=made, reason="Inconnu ici", now=now)
    assert received(inbox, "Votre demande de délégation est refusée") == {
        email_of(scene.doctor): (
            "Votre demande d'ajout de Denis Laurent comme délégataire est refusée.\n\nMotif : Inconnu ici\n\n"
            "Vos délégataires :\nhttps://sas.example/delegations"
        )
    }


@pytest.mark.shows("F-122")
def test_a_removal_is_written_to_the_delegate(scene: Scene, inbox: Inbox, now: datetime) -> None:
    delegate, delegation = delegate_of(scene.place)
    operations.remove_delegation(actor=scene.doctor, delegation_id=delegation, now=now)
    assert received(inbox, "Une délégation vous est retirée") == {
        email_of(delegate): "Vous ne pouvez plus tenir les agendas de :\n– Claire MARTIN"
    }


def test_a_deactivated_account_is_not_written_to(scene: Scene, now: datetime) -> None:
    delegate, delegation = delegate_of(scene.place)
    User.objects.filter(id=delegate.user_id).update(is_active=False)
    operations.remove_delegation(actor=scene.doctor, delegation_id=delegation, now=now)
    assert not OutgoingMail.objects.exists()
