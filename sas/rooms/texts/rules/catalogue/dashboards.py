"""What dashboards say around agendas, to effecteurs, managers of structures and délégataires."""

from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.rules.catalogue.entries import Text

_DASHBOARD, _HOURS = "Tableaux de bord", "Heures visibles par semaine"

DASHBOARDS: tuple[Text, ...] = (
    Text(
        "dashboard_welcome",
        "Bienvenue",
        _DASHBOARD,
        "Bienvenue sur votre page personnalisée de la plateforme Service d'Accès aux Soins.",
        about="Sous « Bonjour », à tous ceux qui tiennent un agenda.",
    ),
    Text(
        "dashboard_settings_unsaid",
        "Paramètres jamais renseignés",
        _DASHBOARD,
        "Vous n'avez pas encore renseigné vos paramètres : dites si vous participez au SAS, et si les créneaux de "
        "votre solution de prise de rendez-vous sont affichés.",
        about="À un effecteur, à la place du résumé de ses paramètres.",
    ),
    Text(
        "dashboard_house_unsaid",
        "Paramètres d'une structure jamais renseignés",
        _DASHBOARD,
        "Vous n'avez pas encore indiqué si cette structure participe au SAS : complétez ses paramètres.",
        about="Au gestionnaire d'un centre de santé ou d'une association SOS Médecins.",
    ),
    Text(
        "dashboard_salaried",
        "Salarié d'un centre de santé",
        _DASHBOARD,
        "La participation au SAS y est à la discrétion du centre de santé, dont le gestionnaire communique les "
        "disponibilités.",
        about="À un effecteur, au-dessus de ses lieux tenus par un centre de santé.",
    ),
    Text(
        "dashboard_only_salaried",
        "Tous les lieux tenus par un centre de santé",
        _DASHBOARD,
        "Tous vos lieux d'exercice sont tenus par un centre de santé.",
        about="À un effecteur qui n'a pas d'autre lieu.",
    ),
    Text(
        "dashboard_no_place",
        "Aucun lieu d'exercice dans l'annuaire",
        _DASHBOARD,
        "Aucun de vos lieux d'exercice n'est dans l'annuaire. Pour corriger votre situation, adressez-vous à votre "
        "Ordre professionnel.",
        about="À un effecteur.",
    ),
    Text(
        "dashboard_no_managed_place",
        "Aucun lieu rattaché",
        _DASHBOARD,
        "Aucun lieu d'exercice ne vous est rattaché. Adressez-vous au gestionnaire de comptes de votre territoire ou à "
        "votre ARS.",
        about="Au gestionnaire de structure ou au délégataire qui ne tient l'agenda d'aucun lieu.",
    ),
    Text(
        "dashboard_no_helped_place",
        "Aucun agenda à tenir pour quelqu'un",
        _DASHBOARD,
        "Aucun agenda n'est à tenir ici pour le moment, faute de lieu dans l'annuaire.",
        about="Au délégataire, sous le nom d'un professionnel ou d'une structure sans lieu.",
    ),
    Text(
        "dashboard_msp",
        "Participation d'une MSP",
        _DASHBOARD,
        "La MSP participe dès qu'un professionnel participe via elle.",
        TextKind.LINE,
        about="Au gestionnaire d'une MSP, après le nombre de ses participants.",
    ),
    Text(
        "dashboard_cpts",
        "Agendas d'une CPTS",
        _DASHBOARD,
        "Vous tenez les agendas des lieux d'exercice qu'ils y ont déclarés.",
        TextKind.LINE,
        about="Au gestionnaire d'une CPTS, après le nombre de ses participants.",
    ),
    Text(
        "hours_professional",
        "Deux heures d'un professionnel",
        _HOURS,
        "Vous mettez en visibilité 2 heures de disponibilité par semaine, non forcément consécutives. Sont comptées "
        "les heures réellement visibles de la régulation, indisponibilités déduites.",
        TextKind.LINE,
    ),
    Text(
        "hours_centre",
        "Deux heures d'un centre de santé",
        _HOURS,
        "Le centre de santé met en visibilité 2 heures de disponibilité par semaine pour chaque médecin généraliste. "
        "Sont comptées les heures réellement visibles de la régulation, indisponibilités déduites.",
        TextKind.LINE,
    ),
    Text(
        "hours_visible",
        "Heures d'une structure sans engagement",
        _HOURS,
        "Heures réellement visibles de la régulation chaque semaine, indisponibilités déduites.",
        TextKind.LINE,
    ),
    Text(
        "hours_unpaid",
        "Heures visibles d'un centre de santé qui n'accepte pas d'être contacté",
        _HOURS,
        "Mettre en visibilité 2 heures de disponibilité par semaine sans accepter d'être directement contacté par la "
        "régulation n'ouvre pas droit à la rémunération prévue par l'avenant 4.",
        TextKind.LINE,
        about="Au-dessus de son agenda.",
    ),
)
