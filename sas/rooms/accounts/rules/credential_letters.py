"""What mails about passwords and addresses say."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date

from sas.rooms.outbox.rules import Letter, Link

PARIS = ZoneInfo("Europe/Paris")
_NOT_YOU = (
    "Si ce n'est pas vous, choisissez tout de suite un autre mot de passe par « Mot de passe oublié ? » sur la page de "
    "connexion, et prévenez votre gestionnaire de comptes."
)


def day_of(moment: datetime) -> str:
    """« 4 mars 2027 », as in Paris."""
    return str(format_date(moment.astimezone(PARIS), "j F Y"))


def reset_letter(*, site: str, token: str) -> Letter:
    """F-018: the link that gives another password, or a first one."""
    return Letter(
        subject="Votre mot de passe du Service d'accès aux soins",
        parts=(
            (
                "Un nouveau mot de passe a été demandé pour votre compte sur la plateforme numérique du Service "
                "d'accès aux soins (SAS). Ce lien est valable 72 heures et ne sert qu'une fois."
            ),
            Link("Choisir mon mot de passe", f"{site}/mot-de-passe/nouveau/{token}"),
            "Si vous n'avez rien demandé, ignorez ce message : votre mot de passe n'a pas changé.",
        ),
    )


def changed_letter(*, site: str) -> Letter:
    """A password has just been changed: whoever did not do it must learn it."""
    return Letter(
        subject="Votre mot de passe a été modifié",
        parts=(
            (
                "Le mot de passe de votre compte sur la plateforme numérique du Service d'accès aux soins (SAS) vient "
                "d'être modifié. Les autres sessions ouvertes ont été fermées."
            ),
            _NOT_YOU,
            Link("Page de connexion", f"{site}/connexion"),
        ),
    )


def reminder_letter(*, site: str, expires_at: datetime) -> Letter:
    """F-019: the password will soon have to be changed."""
    return Letter(
        subject="Votre mot de passe expire bientôt",
        parts=(
            (
                "Le mot de passe de votre compte sur la plateforme numérique du Service d'accès aux soins (SAS) expire "
                f"le {day_of(expires_at)}. À partir de cette date, il faudra le changer pour continuer."
            ),
            "Vous pouvez le modifier dès maintenant.",
            Link("Modifier mon mot de passe", f"{site}/identifiants/mot-de-passe"),
        ),
    )


def new_address_letter(*, site: str, token: str) -> Letter:
    """F-016: whoever reads the new address confirms it."""
    return Letter(
        subject="Confirmez votre nouvelle adresse électronique",
        parts=(
            (
                "Cette adresse a été indiquée comme nouvel identifiant d'un compte de la plateforme numérique "
                "du Service d'accès aux soins (SAS). Ce lien est valable 24 heures et ne sert qu'une fois."
            ),
            Link("Confirmer cette adresse", f"{site}/identifiants/adresse/{token}"),
            "Si vous n'avez rien demandé, ignorez ce message : rien ne change.",
        ),
    )


def address_in_use_letter(*, site: str) -> Letter:
    """E41: told to the address itself only, never on the page of whoever typed it."""
    return Letter(
        subject="Votre adresse électronique a déjà un compte",
        parts=(
            (
                "Cette adresse a été indiquée comme nouvel identifiant d'un autre compte de la plateforme numérique du "
                "Service d'accès aux soins (SAS), mais elle ouvre déjà un compte : rien n'a été modifié."
            ),
            "Si c'est vous, connectez-vous à ce compte, ou choisissez une autre adresse.",
            Link("Page de connexion", f"{site}/connexion"),
            "Si ce n'est pas vous, ignorez ce message.",
        ),
    )


def address_changed_letter() -> Letter:
    """The old address is warned, without the new one: it may be somebody else's mailbox by now."""
    return Letter(
        subject="L'adresse électronique de votre compte a été modifiée",
        parts=(
            (
                "Cette adresse n'ouvre plus votre compte sur la plateforme numérique du Service d'accès aux soins "
                "(SAS) : une autre l'a remplacée, et a été confirmée."
            ),
            "Si ce n'est pas vous, prévenez tout de suite votre gestionnaire de comptes.",
        ),
    )
