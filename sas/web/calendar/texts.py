"""Texts of the agenda that nobody rewrites: they say what the platform does. The others: `texts.rules.catalogue`."""

UNAVAILABLE_ELSEWHERE = (
    "Chaque lieu garde sa propre période : elle se modifie ou se supprime ensuite lieu par lieu. Une période déjà "
    "programmée ailleurs aux mêmes dates est remplacée, les autres restent."
)

INFO_HELP = (
    "Saisissez, au format libre, les informations qui vous semblent pertinentes pour le régulateur, par exemple votre "
    "numéro de téléphone, ou les horaires d'appel auxquels vous êtes susceptible de répondre."
)

PLEDGE = (
    "Vous mettez en visibilité 2 heures de disponibilité par semaine, non forcément consécutives. Sont comptées les "
    "heures réellement visibles de la régulation, indisponibilités déduites."
)
PLEDGE_CENTRE = (
    "Le centre de santé met en visibilité 2 heures de disponibilité par semaine pour chaque médecin généraliste. Sont "
    "comptées les heures réellement visibles de la régulation, indisponibilités déduites."
)
VISIBLE_HOURS = "Heures réellement visibles de la régulation chaque semaine, indisponibilités déduites."

ACCEPTANCE = (
    "J'accepte d'être directement contacté par la régulation afin d'être sollicité pour prendre des patients en sus "
    "de mes disponibilités"
)
HAS_SOFTWARE = (
    "Oui, je déclare sur l'honneur utiliser un (ou plusieurs) logiciel de prise de rendez-vous interfacé avec la "
    "plateforme"
)
PLEDGED = (
    "Je déclare sur l'honneur mettre en visibilité à minima 2 heures de disponibilité par semaine sur mon agenda de la "
    "plateforme numérique SAS"
)
REFUSES = (
    "Je refuse d'afficher mes créneaux « grand public » et/ou « professionnel » disponibles dans la plateforme "
    "numérique SAS"
)
PACKAGE = "Je participe au forfait de réorientation des urgences"
PACKAGE_HELP = (
    "Cette case vaut pour l'ensemble de vos lieux d'exercice : votre profil et vos disponibilités remontent dans les "
    "recherches des IOA dont l'établissement participe au forfait."
)
CENTRE_PLEDGE = (
    "Je déclare sur l'honneur mettre en visibilité à minima 2 heures de disponibilité par semaine pour chaque médecin "
    "généraliste de mon centre de santé sur mon agenda de la plateforme numérique SAS"
)
SOS_PLEDGE = (
    "Mon association SOS Médecins participe au SAS : je déclare sur l'honneur mettre en visibilité à minima 2 heures "
    "de disponibilité par semaine pour chaque médecin généraliste sur ses agendas de la plateforme numérique SAS"
)
NO_PARTICIPANT = (
    "Tant que ce nombre est 0, votre centre de santé ne participe pas au SAS : l'acceptation et l'engagement sont "
    "proposés à partir d'un professionnel participant."
)
CENTRE_PAYMENT = (
    "Pour bénéficier de la rémunération associée à la participation du centre de santé au SAS, il vous faudra, en plus "
    "d'avoir indiqué participer au SAS, mettre en visibilité à minima 2 heures de disponibilité par semaine pour "
    "chaque médecin généraliste de votre centre de santé dans votre agenda SAS. Ces heures mises en visibilité ne "
    "constituent pas des créneaux spécifiquement réservés au SAS."
)
CENTRE_UNPAID = (
    "Mettre en visibilité 2 heures de disponibilité par semaine sans accepter d'être directement contacté par la "
    "régulation n'ouvre pas droit à la rémunération prévue par l'avenant 4."
)
