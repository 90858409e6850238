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
