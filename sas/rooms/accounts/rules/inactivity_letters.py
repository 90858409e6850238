"""What is written to somebody who no longer signs in (F-025)."""

from datetime import datetime

from sas.rooms.accounts.rules.credential_letters import day_of
from sas.rooms.outbox.rules import Letter, Link

_WARNING = "Votre compte du Service d'accès aux soins n'est plus utilisé"


def unused_letter(*, site: str, step: int, removal_at: datetime) -> Letter:
    """The first two mails: how many days are left, and the day before which nothing is removed."""
    months, days = ("huit", 30) if step == 1 else ("neuf", 7)
    return Letter(
        subject=f"{_WARNING} : il vous reste {days} jours",
        parts=(
            (
                f"Vous ne vous êtes pas connecté depuis {months} mois à la plateforme numérique du Service d'accès aux "
                "soins (SAS)."
            ),
            (
                f"Il vous reste au moins {days} jours : sans connexion de votre part, vos droits seront retirés le "
                f"{day_of(removal_at)} ou dans les jours qui suivent. Il suffit de vous connecter pour les garder."
            ),
            Link("Se connecter", f"{site}/connexion"),
        ),
    )


def removed_letter(*, site: str) -> Letter:
    """The last mail: the rights are gone, and who gives them back."""
    return Letter(
        subject="Vos droits sur le Service d'accès aux soins sont retirés",
        parts=(
            (
                "Vous ne vous êtes pas connecté depuis plus de neuf mois à la plateforme numérique du Service d'accès "
                "aux soins (SAS) : vos droits viennent d'être retirés, et votre compte ne permet plus d'entrer."
            ),
            "Pour les retrouver, adressez-vous à votre gestionnaire de comptes.",
            Link("La plateforme", f"{site}/"),
        ),
    )
