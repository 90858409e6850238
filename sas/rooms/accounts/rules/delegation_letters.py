"""What mails about delegations say; names were checked to be names, and nothing more."""

from collections.abc import Collection

from sas.rooms.outbox.rules import Letter, Link


def request_letter(*, site: str, requester: str, delegate: str, city: str, email: str, has_account: bool) -> Letter:
    """F-121, F-232: to the account managers and referents of the city's territories."""
    about = (
        f"Délégataire : {delegate}",
        f"Ville d'exercice : {city}",
        f"Adresse électronique : {email}",
        f"A déjà un compte : {'oui' if has_account else 'non'}",
    )
    return Letter(
        subject="Demande de délégation",
        parts=(
            f"{requester} demande l'ajout d'un délégataire.",
            "\n".join(about),
            "Un gestionnaire de comptes du territoire l'accepte ou la refuse ; le demandeur en est informé.",
            Link("Demandes de délégation", f"{site}/administration/delegations"),
        ),
    )


def accepted_letter(*, site: str, delegate: str, owners: Collection[str]) -> Letter:
    """To the requester."""
    return Letter(
        subject="Votre demande de délégation est acceptée",
        parts=(
            f"{delegate} peut maintenant tenir les agendas de :\n" + "\n".join(f"– {name}" for name in owners),
            "Vous pouvez lui retirer ce droit à tout moment.",
            Link("Vos délégataires", f"{site}/delegations"),
        ),
    )


def refused_letter(*, site: str, delegate: str, reason: str) -> Letter:
    """To the requester, with the reason."""
    return Letter(
        subject="Votre demande de délégation est refusée",
        parts=(
            f"Votre demande d'ajout de {delegate} comme délégataire est refusée.",
            f"Motif : {reason}",
            Link("Vos délégataires", f"{site}/delegations"),
        ),
    )


def granted_letter(*, site: str, owners: Collection[str]) -> Letter:
    """To the délégataire; one who has no password yet also gets the welcome mail."""
    return Letter(
        subject="Une délégation vous est donnée",
        parts=(
            "Vous pouvez maintenant tenir les agendas de :\n" + "\n".join(f"– {name}" for name in owners),
            Link("Votre espace de délégation", f"{site}/sas/tableau-de-bord"),
        ),
    )


def withdrawn_letter(*, owner: str) -> Letter:
    """To the délégataire whose right is taken back."""
    return Letter(
        subject="Une délégation vous est retirée",
        parts=(f"Vous ne pouvez plus tenir les agendas de :\n– {owner}",),
    )
