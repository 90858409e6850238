"""What is accepted, declared and warned of in « Vos paramètres » (F-032 to F-045, F-102 to F-106)."""

from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.rules.catalogue.entries import Text

_OWN, _HOUSE = "Vos paramètres : effecteur de soins", "Vos paramètres : structure"
_DECLARED = "Case cochée sur l'honneur : les versions gardent ce qui était déclaré."

_OWN_SETTINGS = (
    Text(
        "settings_acceptance",
        "Accepter d'être contacté",
        _OWN,
        "J'accepte d'être directement contacté par la régulation afin d'être sollicité pour prendre des patients en "
        "sus de mes disponibilités",
        TextKind.LINE,
        about="Case de l'effecteur, et du centre de santé.",
    ),
    Text(
        "settings_has_software",
        "Utiliser une solution de prise de rendez-vous",
        _OWN,
        "Oui, je déclare sur l'honneur utiliser un (ou plusieurs) logiciel de prise de rendez-vous interfacé avec la "
        "plateforme",
        TextKind.LINE,
        about="Réponse donnée sur l'honneur : les versions gardent ce qui était déclaré.",
    ),
    Text(
        "settings_pledge",
        "Mettre en visibilité deux heures",
        _OWN,
        "Je déclare sur l'honneur mettre en visibilité à minima 2 heures de disponibilité par semaine sur mon agenda "
        "de la plateforme numérique SAS",
        TextKind.LINE,
        about=_DECLARED,
    ),
    Text(
        "settings_refusal",
        "Refuser l'affichage de ses créneaux",
        _OWN,
        "Je refuse d'afficher mes créneaux « grand public » et/ou « professionnel » disponibles dans la plateforme "
        "numérique SAS",
        TextKind.LINE,
        about="Case.",
    ),
    Text(
        "settings_package",
        "Forfait de réorientation",
        _OWN,
        "Je participe au forfait de réorientation des urgences",
        TextKind.LINE,
        about="Case.",
    ),
    Text(
        "settings_package_effect",
        "Effet du forfait de réorientation",
        _OWN,
        "Cette case vaut pour l'ensemble de vos lieux d'exercice : votre profil et vos disponibilités remontent dans "
        "les recherches des IOA dont l'établissement participe au forfait.",
        TextKind.LINE,
        about="Sous la case.",
    ),
    Text(
        "settings_sos",
        "Participer via une association SOS Médecins",
        _OWN,
        "Vos créneaux sont saisis par le gestionnaire de votre association : vous n'avez ni logiciel à indiquer, ni "
        "heures à mettre en visibilité.",
        TextKind.LINE,
    ),
    Text(
        "settings_nothing_to_show",
        "Sans solution de prise de rendez-vous",
        _OWN,
        "Sans solution de prise de rendez-vous, aucun créneau ne remonte : la case est cochée d'office et votre agenda "
        "SAS est ouvert.",
        TextKind.LINE,
    ),
    Text(
        "settings_unpaid",
        "Agenda ouvert sans participer au SAS",
        _OWN,
        "Votre agenda SAS est ouvert, mais le renseigner sans participer au SAS ne donne pas droit à la rémunération "
        "prévue par l'avenant 9.",
    ),
)
_HOUSE_SETTINGS = (
    Text(
        "house_pledge_centre",
        "Mettre en visibilité deux heures : centre de santé",
        _HOUSE,
        "Je déclare sur l'honneur mettre en visibilité à minima 2 heures de disponibilité par semaine pour chaque "
        "médecin généraliste de mon centre de santé sur mon agenda de la plateforme numérique SAS",
        TextKind.LINE,
        about=_DECLARED,
    ),
    Text(
        "house_pledge_sos",
        "Mettre en visibilité deux heures : association SOS Médecins",
        _HOUSE,
        "Mon association SOS Médecins participe au SAS : je déclare sur l'honneur mettre en visibilité à minima 2 "
        "heures de disponibilité par semaine pour chaque médecin généraliste sur ses agendas de la plateforme "
        "numérique SAS",
        TextKind.LINE,
        about=f"{_DECLARED} Elle vaut participation.",
    ),
    Text(
        "house_no_participant",
        "Aucun professionnel participant",
        _HOUSE,
        "Tant que ce nombre est 0, votre centre de santé ne participe pas au SAS : l'acceptation et l'engagement sont "
        "proposés à partir d'un professionnel participant.",
        about="Sous le nombre de professionnels du centre de santé.",
    ),
    Text(
        "house_payment",
        "Rémunération du centre de santé",
        _HOUSE,
        "**Important :** Pour bénéficier de la rémunération associée à la participation du centre de santé au SAS, il "
        "vous faudra, en plus d'avoir indiqué participer au SAS, mettre en visibilité à minima 2 heures de "
        "disponibilité par semaine pour chaque médecin généraliste de votre centre de santé dans votre agenda SAS. Ces "
        "heures mises en visibilité ne constituent pas des créneaux spécifiquement réservés au SAS.",
        about="Sous le formulaire du centre de santé.",
    ),
)
SETTINGS: tuple[Text, ...] = (*_OWN_SETTINGS, *_HOUSE_SETTINGS)
