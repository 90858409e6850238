"""What stands on the pages: the banner, the agenda, the ways in, the welcomes."""

from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.rules.catalogue.entries import Placeholder, Text

BANNER, VISITORS_BANNER = "banner", "banner_visitors"
_AGENDA, _ENTRY, _WELCOME = "Agenda", "Connexion", "Bienvenue"
_DAY = (Placeholder("jour", "Le jour de la disponibilité.", "24/11/2026"),)


def welcome_key(family: str) -> str:
    """The key of the welcome of a family of roles."""
    return f"welcome_{family}"


PAGES = (
    Text(
        BANNER,
        "Bandeau des personnes connectées",
        "En haut des pages",
        "",
        TextKind.BANNER,
        about="Montré à qui est connecté, jusqu'à un jour.",
    ),
    Text(
        VISITORS_BANNER,
        "Bandeau des visiteurs",
        "En haut des pages",
        "",
        TextKind.SWITCH,
        about="Montré à qui n'est pas connecté, jusqu'à ce que vous le retiriez.",
    ),
    Text(
        "agenda_overlap",
        "Superposer des disponibilités",
        _AGENDA,
        "Vous pouvez superposer vos disponibilités sans rendez-vous, sur rendez-vous à domicile.",
    ),
    Text(
        "agenda_on_leave",
        "Congés",
        _AGENDA,
        "Lorsque vous êtes en congés, pensez à supprimer vos disponibilités.",
    ),
    Text(
        "agenda_plage",
        "Choix d'une plage horaire",
        _AGENDA,
        "Je peux recevoir X patients sur cette plage horaire",
        TextKind.LINE,
    ),
    Text(
        "agenda_delete_series",
        "Supprimer toutes les semaines",
        _AGENDA,
        "Supprimer le créneau ou la plage pour toutes les semaines à compter du {jour}",
        TextKind.LINE,
        _DAY,
    ),
    Text(
        "agenda_delete_occurrence",
        "Supprimer une occurrence",
        _AGENDA,
        "Supprimer cette occurrence uniquement : {jour}",
        TextKind.LINE,
        _DAY,
    ),
    Text(
        "unavailability_now",
        "Indisponibilité sans fin",
        _AGENDA,
        "Dès maintenant pour une durée indéterminée",
        TextKind.LINE,
    ),
    Text(
        "unavailability_effect",
        "Effet d'une indisponibilité",
        _AGENDA,
        "En validant votre indisponibilité, vos disponibilités pour ce lieu d'exercice seront désactivées sur la plage "
        "sélectionnée et vous n'apparaissez plus dans les résultats de recherche. Vos disponibilités seront "
        "réactivées automatiquement à la fin de la période d'indisponibilité sélectionnée. Vous devez déclarer "
        "l'indisponibilité individuellement sur chacun des lieux pour lesquels vous souhaitez désactiver vos "
        "disponibilités.",
    ),
    Text(
        "unavailability_elsewhere",
        "Indisponibilité appliquée à d'autres lieux",
        _AGENDA,
        "Chaque lieu garde sa propre période : elle se modifie ou se supprime ensuite lieu par lieu. Une période déjà "
        "programmée ailleurs aux mêmes dates est remplacée, les autres restent.",
        TextKind.LINE,
    ),
    Text(
        "info_help",
        "Informations complémentaires",
        _AGENDA,
        "Saisissez, au format libre, les informations qui vous semblent pertinentes pour le régulateur, par exemple "
        "votre numéro de téléphone, ou les horaires d'appel auxquels vous êtes susceptible de répondre.",
        TextKind.LINE,
    ),
    Text(
        "info_example",
        "Exemple d'informations complémentaires",
        _AGENDA,
        "Merci de me contacter sur le XX.XX.XX.XX pour prendre RDV.",
        TextKind.LINE,
    ),
    Text(
        "no_rights_why",
        "Sans habilitations : pourquoi",
        _ENTRY,
        "Aucun compte ne correspond à votre adresse électronique, et aucun lieu d'exercice n'est connu pour votre "
        "carte.",
    ),
    Text(
        "no_rights_account",
        "Sans habilitations : régulateur, gestionnaire ou délégataire",
        _ENTRY,
        "Rapprochez-vous de votre agence régionale de santé (ARS) pour qu'un compte soit créé avec l'adresse indiquée "
        "lors de votre connexion avec Pro Santé Connect. Vous pourrez alors vous connecter avec Pro Santé Connect, ou "
        "par adresse électronique et mot de passe. La FAQ de la plateforme permet aussi de demander la création d'un "
        "compte.",
    ),
    Text(
        "no_rights_effecteur",
        "Sans habilitations : effecteur de soins",
        _ENTRY,
        "Vous ne pouvez pas agir dans le SAS tant qu'aucun lieu d'exercice n'est connu pour vous. Rapprochez-vous de "
        "votre Ordre pour mettre à jour vos données, et notamment vos lieux d'exercice, puis revenez vous identifier.",
    ),
    Text(
        welcome_key("effecteur"),
        "Effecteur de soins",
        _WELCOME,
        "Votre espace personnel réunit vos lieux d'exercice.\n\n"
        "Pour chacun, éditez vos disponibilités : la régulation les voit aussitôt et peut orienter vers vous.\n\n"
        "Absent ? Programmez une indisponibilité : vos créneaux sont masqués, puis reviennent d'eux-mêmes.",
    ),
    Text(
        welcome_key("structure"),
        "Gestionnaire de structure",
        _WELCOME,
        "Votre tableau de bord réunit les structures dont vous tenez l'agenda.\n\n"
        "Éditez pour chacune les disponibilités et les informations complémentaires : la régulation les voit aussitôt.",
    ),
    Text(
        welcome_key("delegataire"),
        "Délégataire",
        _WELCOME,
        "Votre espace de délégation réunit les professionnels et les structures qui vous ont confié leur agenda.\n\n"
        "Vous y éditez leurs disponibilités et leurs indisponibilités, en leur nom.",
    ),
    Text(
        welcome_key("regulation"),
        "Régulateur-OSNP, IOA",
        _WELCOME,
        "Cherchez une spécialité, une structure ou un nom, autour d'une adresse, dans une ville ou un département.\n\n"
        "Les résultats montrent les disponibilités d'aujourd'hui et des deux jours suivants ; aucune donnée sur le "
        "patient n'est demandée.",
    ),
    Text(
        welcome_key("gestion"),
        "Gestionnaire de comptes, référent, administrateurs",
        _WELCOME,
        "Vous accompagnez les comptes et les professionnels de votre territoire.\n\n"
        "La recherche vous montre ce que voit la régulation, sans pouvoir orienter de patient.",
    ),
)
