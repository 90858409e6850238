"""What mails about accounts say."""

from sas.rooms.outbox.rules import Letter, Link

_BY_CARD = (
    "Vous avez une carte CPS, CPE ou CPA, ou l'application e-CPS ?\n"
    "Identifiez-vous avec Pro Santé Connect, en indiquant l'adresse à laquelle vous recevez ce message."
)

_CHANGED = (
    "Un gestionnaire de comptes a changé l'adresse électronique de votre compte sur la plateforme numérique du Service "
    "d'accès aux soins (SAS). Cette adresse-ci ne permet plus de s'y connecter ; vos sessions ouvertes sont fermées."
)


def welcome_letter(*, site: str, token: str) -> Letter:
    """F-010: the two ways in, and what to do once the link has expired."""
    return Letter(
        subject="Bienvenue sur la plateforme numérique du Service d'accès aux soins",
        parts=(
            "Un compte vient d'être créé pour vous sur la plateforme numérique du Service d'accès aux soins (SAS).",
            _BY_CARD,
            Link("Se connecter avec Pro Santé Connect", f"{site}/connexion"),
            "Sinon, choisissez votre mot de passe. Ce lien est valable sept jours et ne sert qu'une fois.",
            Link("Choisir mon mot de passe", f"{site}/premiere-connexion/{token}"),
            "Si ce lien a expiré, demandez-en un autre par « Mot de passe oublié ? » sur la page de connexion.",
        ),
    )


def changed_address_letter(*, site: str) -> Letter:
    """F-014: to the former address, when a manager of accounts gives the account another one. Names nobody."""
    return Letter(
        subject="L'adresse électronique de votre compte SAS a changé",
        parts=(
            _CHANGED,
            "Un message de bienvenue a été envoyé à la nouvelle adresse.",
            "Si vous n'y êtes pour rien, prévenez le gestionnaire de comptes de votre territoire.",
            Link("Plateforme numérique du SAS", site),
        ),
    )
