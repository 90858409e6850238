"""The three mails of a card that comes for the first time."""

from sas.rooms.texts.rules.catalogue.entries import Shelf, Text, link

_SHELF = Shelf("Courriels : carte et Pro Santé Connect")
_ONCE = (
    "Ce lien expire dans 5 minutes, ne sert qu'une fois, et ne s'ouvre que dans le navigateur où la demande a été "
    "faite. Si vous n'êtes pas à l'origine de cette demande, ignorez ce message : rien ne sera fait."
)
_LINK = (link("lien", "L'adresse qui continue la demande, valable cinq minutes.", path="/connexion/psc/lien/exemple"),)

CARD_MAILS: tuple[Text, ...] = (
    _SHELF.mail(
        "card_attach",
        "Lier la carte à un compte",
        "Lier Pro Santé Connect à votre compte du Service d'accès aux soins",
        "Une personne identifiée par Pro Santé Connect a indiqué votre adresse de courriel, qui est celle d'un compte "
        "« Service d'accès aux soins ».",
        "Si c'est vous, liez votre carte CPS, CPE ou CPA, ou votre e-CPS, à ce compte : elle suffira ensuite pour vous "
        "connecter.",
        "[Lier Pro Santé Connect à mon compte]({lien})",
        _ONCE,
        about="À l'adresse indiquée avec une carte nouvelle, quand un compte a cette adresse.",
        placeholders=_LINK,
    ),
    _SHELF.mail(
        "card_new_account",
        "Vérifier l'adresse et créer le compte",
        "Vérifiez votre adresse de courriel pour le Service d'accès aux soins",
        "Quelqu'un vient de demander la création d'un compte « Service d'accès aux soins » avec votre courriel.",
        "Si vous êtes à l'origine de cette demande, suivez le lien ci-dessous : il vérifie votre adresse, crée votre "
        "compte et vous connecte.",
        "[Vérifier mon adresse de courriel]({lien})",
        _ONCE,
        about="À l'adresse indiquée avec une carte nouvelle, quand aucun compte ne l'a et qu'un lieu d'exercice est "
        "connu pour la carte.",
        placeholders=_LINK,
    ),
    _SHELF.mail(
        "card_no_rights",
        "Comment obtenir un accès",
        "Votre accès à la plateforme numérique du Service d'accès aux soins",
        "Une personne identifiée par Pro Santé Connect a indiqué votre adresse de courriel. Aucun compte « Service "
        "d'accès aux soins » n'a cette adresse, et aucun lieu d'exercice n'est connu pour cette carte.",
        "Si c'est vous, le lien ci-dessous vous explique comment obtenir un accès, selon votre profil.",
        "[Voir comment obtenir un accès]({lien})",
        _ONCE,
        about="À l'adresse indiquée avec une carte nouvelle, quand aucun compte ne l'a et qu'aucun lieu d'exercice "
        "n'est connu pour la carte.",
        placeholders=_LINK,
    ),
)
