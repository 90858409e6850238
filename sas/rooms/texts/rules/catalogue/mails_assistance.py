"""Mails about requests for help: to those who answer, and to whoever asked."""

from sas.rooms.texts.rules.catalogue.entries import Placeholder, Shelf, Text, link

_SHELF = Shelf("Courriels : assistance")
_NUMBER = Placeholder("numero", "Le numéro de la demande.", "SAS-2026-000123")
_TOPIC = Placeholder("objet", "Ce que la demande concerne.", "L'utilisation de la plateforme")
_FORM = link("lien", "L'adresse du formulaire de contact.", path="/aide/contact")

ASSISTANCE_MAILS: tuple[Text, ...] = (
    _SHELF.mail(
        "assistance_new",
        "Nouvelle demande d'assistance",
        "Demande d'assistance {numero}",
        "Une demande d'assistance vous est adressée.",
        "Numéro : {numero}\nObjet : {objet}\nTerritoire : {territoire}",
        "[Lire la demande]({lien})",
        about="À ceux qui répondent aux demandes de cet objet. Rien de la personne ni de son message n'y figure.",
        placeholders=(
            _NUMBER,
            _TOPIC,
            Placeholder("territoire", "Le territoire indiqué.", "SAS-50 Manche"),
            link("lien", "L'adresse de la demande.", path="/administration/assistance"),
        ),
    ),
    _SHELF.mail(
        "assistance_received",
        "Demande reçue",
        "Votre demande {numero} est reçue",
        "Nous avons reçu votre demande d'assistance.",
        "Numéro : {numero}\nObjet : {objet}",
        "Elle est transmise aux personnes qui peuvent y répondre ; leur réponse vous parviendra à cette adresse.",
        "Si vous n'êtes pas à l'origine de cette demande, ne tenez pas compte de ce message.",
        about="À qui écrit sans être connecté. Son message n'y figure pas : l'adresse n'est pas vérifiée.",
        placeholders=(_NUMBER, _TOPIC),
    ),
    _SHELF.mail(
        "assistance_copy",
        "Copie d'une demande",
        "Votre demande {numero} est reçue",
        "Nous avons reçu votre demande d'assistance. La réponse vous parviendra à cette adresse.",
        "Numéro : {numero}\nObjet : {objet}",
        "Votre message :",
        "{message}",
        about="À qui écrit en étant connecté, à l'adresse de son compte.",
        placeholders=(
            _NUMBER,
            _TOPIC,
            Placeholder("message", "Ce que la personne a écrit.", "Je ne retrouve pas mon agenda."),
        ),
    ),
    _SHELF.mail(
        "assistance_answer",
        "Réponse à une demande",
        "Réponse à votre demande {numero}",
        "Voici la réponse à votre demande d'assistance.",
        "Numéro : {numero}\nObjet : {objet}",
        "{reponse}",
        "Pour une précision, envoyez une nouvelle demande en rappelant ce numéro.",
        "[Formulaire de contact]({lien})",
        about="À qui a écrit, à chaque réponse.",
        placeholders=(
            _NUMBER,
            _TOPIC,
            Placeholder("reponse", "La réponse.", "Votre agenda est dans « Votre tableau de bord »."),
            _FORM,
        ),
    ),
)
