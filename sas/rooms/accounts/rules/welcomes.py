"""The welcome of each family of roles, shown once (F-024)."""

from collections.abc import Collection
from dataclasses import dataclass

from sas.actor import Role
from sas.rooms.accounts.enums import FAMILIES, Family

_TEXTS: dict[Family, tuple[str, ...]] = {
    Family.EFFECTEUR: (
        "Votre espace personnel réunit vos lieux d'exercice.",
        "Pour chacun, éditez vos disponibilités : la régulation les voit aussitôt et peut orienter vers vous.",
        "Absent ? Programmez une indisponibilité : vos créneaux sont masqués, puis reviennent d'eux-mêmes.",
    ),
    Family.STRUCTURE: (
        "Votre tableau de bord réunit les structures dont vous tenez l'agenda.",
        "Éditez pour chacune les disponibilités et les informations complémentaires : la régulation les voit aussitôt.",
    ),
    Family.DELEGATAIRE: (
        "Votre espace de délégation réunit les professionnels et les structures qui vous ont confié leur agenda.",
        "Vous y éditez leurs disponibilités et leurs indisponibilités, en leur nom.",
    ),
    Family.REGULATION: (
        "Cherchez une spécialité, une structure ou un nom, autour d'une adresse, dans une ville ou un département.",
        (
            "Les résultats montrent les disponibilités d'aujourd'hui et des deux jours suivants ; aucune donnée sur le "
            "patient n'est demandée."
        ),
    ),
    Family.GESTION: (
        "Vous accompagnez les comptes et les professionnels de votre territoire.",
        "La recherche vous montre ce que voit la régulation, sans pouvoir orienter de patient.",
    ),
}


@dataclass(frozen=True, slots=True)
class Welcome:
    """What somebody who comes for the first time with these roles reads."""

    family: Family
    paragraphs: tuple[str, ...]


def welcome_due(*, roles: Collection[Role], welcomed: Collection[str]) -> Welcome | None:
    """The first welcome that was not read yet, in the order of the families; None when all were."""
    own = {FAMILIES[role] for role in roles}
    for family in Family:
        if family in own and family.value not in welcomed:
            return Welcome(family, _TEXTS[family])
    return None
