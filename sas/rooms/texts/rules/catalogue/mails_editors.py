"""The mail that comes before a certificate of the exchanges with editors ends."""

from sas.rooms.texts.rules.catalogue.entries import Placeholder, Shelf, Text, link

_SHELF = Shelf("Courriels : éditeurs")

EDITOR_MAILS: tuple[Text, ...] = (
    _SHELF.mail(
        "editor_certificate",
        "Certificat à renouveler",
        "Certificat à renouveler : {certificat}",
        "Un certificat des échanges avec les éditeurs {delai} : {certificat}, valable jusqu'au {jour}.",
        "Passé ce jour, les créneaux concernés ne sont plus actualisés et les comptes ne sont plus transmis.",
        "[Voir les certificats]({lien})",
        about="Aux administrateurs, 30, 14, 7 et 1 jours avant la fin d'un certificat.",
        placeholders=(
            Placeholder("certificat", "Celui dont il s'agit.", "certificat du serveur de Agenda Santé"),
            Placeholder("jour", "Le dernier jour de sa validité.", "26/12/2026"),
            Placeholder("delai", "Ce qui reste, avec son verbe.", "finit dans 14 jours"),
            link("lien", "La page des certificats.", path="/administration/editeurs/certificats"),
        ),
    ),
)
