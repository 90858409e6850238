"""Mails about accounts: made, left unused, their password and their address."""

from sas.rooms.texts.rules.catalogue.entries import Placeholder, Shelf, Text, link

_SHELF = Shelf("Courriels : compte, mot de passe et adresse")
_SIGN_IN = link("lien", "L'adresse de la page de connexion.", path="/connexion")
_PLATFORM = link("lien", "L'adresse de la plateforme.", path="/")
_NOT_YOU = (
    "Si ce n'est pas vous, choisissez tout de suite un autre mot de passe par « Mot de passe oublié ? » sur la page de "
    "connexion, et prévenez votre gestionnaire de comptes."
)
_REMOVED_ON = Placeholder("jour", "Le jour avant lequel aucun droit n'est retiré.", "4 mars 2027")

_MADE = (
    _SHELF.mail(
        "welcome",
        "Bienvenue",
        "Bienvenue sur la plateforme numérique du Service d'accès aux soins",
        "Un compte vient d'être créé pour vous sur la plateforme numérique du Service d'accès aux soins (SAS).",
        "Vous avez une carte CPS, CPE ou CPA, ou l'application e-CPS ?\n"
        "Identifiez-vous avec Pro Santé Connect, en indiquant l'adresse à laquelle vous recevez ce message.",
        "[Se connecter avec Pro Santé Connect]({connexion})",
        "Sinon, choisissez votre mot de passe. Ce lien est valable sept jours et ne sert qu'une fois.",
        "[Choisir mon mot de passe]({lien})",
        "Si ce lien a expiré, demandez-en un autre par « Mot de passe oublié ? » sur la page de connexion.",
        about="À la création d'un compte, à sa nouvelle adresse, ou quand un gestionnaire le renvoie.",
        placeholders=(
            link("connexion", "L'adresse de la page de connexion.", path="/connexion"),
            link(
                "lien", "L'adresse où choisir le mot de passe, valable sept jours.", path="/premiere-connexion/exemple"
            ),
        ),
    ),
    _SHELF.mail(
        "inactivity_1",
        "Compte inutilisé depuis huit mois",
        "Votre compte du Service d'accès aux soins n'est plus utilisé : il vous reste 30 jours",
        "Vous ne vous êtes pas connecté depuis huit mois à la plateforme numérique du Service d'accès aux soins (SAS).",
        "Il vous reste au moins 30 jours : sans connexion de votre part, vos droits seront retirés le {jour} ou dans "
        "les jours qui suivent. Il suffit de vous connecter pour les garder.",
        "[Se connecter]({lien})",
        about="Huit mois après la dernière connexion : trente jours au moins avant le retrait des droits.",
        placeholders=(_REMOVED_ON, _SIGN_IN),
    ),
    _SHELF.mail(
        "inactivity_2",
        "Compte inutilisé depuis neuf mois",
        "Votre compte du Service d'accès aux soins n'est plus utilisé : il vous reste 7 jours",
        "Vous ne vous êtes pas connecté depuis neuf mois à la plateforme numérique du Service d'accès aux soins (SAS).",
        "Il vous reste au moins 7 jours : sans connexion de votre part, vos droits seront retirés le {jour} ou dans "
        "les jours qui suivent. Il suffit de vous connecter pour les garder.",
        "[Se connecter]({lien})",
        about="Neuf mois après la dernière connexion : sept jours au moins avant le retrait des droits.",
        placeholders=(_REMOVED_ON, _SIGN_IN),
    ),
    _SHELF.mail(
        "inactivity_3",
        "Droits retirés",
        "Vos droits sur le Service d'accès aux soins sont retirés",
        "Vous ne vous êtes pas connecté depuis plus de neuf mois à la plateforme numérique du Service d'accès aux "
        "soins (SAS) : vos droits viennent d'être retirés, et votre compte ne permet plus d'entrer.",
        "Pour les retrouver, adressez-vous à votre gestionnaire de comptes.",
        "[La plateforme]({lien})",
        about="Quand les droits d'un compte inutilisé sont retirés.",
        placeholders=(_PLATFORM,),
    ),
)
_PASSWORDS = (
    _SHELF.mail(
        "reset",
        "Mot de passe oublié",
        "Votre mot de passe du Service d'accès aux soins",
        "Un nouveau mot de passe a été demandé pour votre compte sur la plateforme numérique du Service d'accès aux "
        "soins (SAS). Ce lien est valable 72 heures et ne sert qu'une fois.",
        "[Choisir mon mot de passe]({lien})",
        "Si vous n'avez rien demandé, ignorez ce message : votre mot de passe n'a pas changé.",
        about="À qui demande un nouveau mot de passe.",
        placeholders=(
            link(
                "lien", "L'adresse où choisir le mot de passe, valable 72 heures.", path="/mot-de-passe/nouveau/exemple"
            ),
        ),
    ),
    _SHELF.mail(
        "password_changed",
        "Mot de passe modifié",
        "Votre mot de passe a été modifié",
        "Le mot de passe de votre compte sur la plateforme numérique du Service d'accès aux soins (SAS) vient d'être "
        "modifié. Les autres sessions ouvertes ont été fermées.",
        _NOT_YOU,
        "[Page de connexion]({lien})",
        about="Après chaque changement de mot de passe.",
        placeholders=(_SIGN_IN,),
    ),
    _SHELF.mail(
        "password_reminder",
        "Mot de passe bientôt expiré",
        "Votre mot de passe expire bientôt",
        "Le mot de passe de votre compte sur la plateforme numérique du Service d'accès aux soins (SAS) expire le "
        "{jour}. À partir de cette date, il faudra le changer pour continuer.",
        "Vous pouvez le modifier dès maintenant.",
        "[Modifier mon mot de passe]({lien})",
        about="Une fois, avant qu'un mot de passe expire.",
        placeholders=(
            Placeholder("jour", "Le jour où le mot de passe expire.", "4 mars 2027"),
            link("lien", "L'adresse où modifier son mot de passe.", path="/identifiants/mot-de-passe"),
        ),
    ),
)
_ADDRESSES = (
    _SHELF.mail(
        "new_address",
        "Nouvelle adresse à confirmer",
        "Confirmez votre nouvelle adresse électronique",
        "Cette adresse a été indiquée comme nouvel identifiant d'un compte de la plateforme numérique du Service "
        "d'accès aux soins (SAS). Ce lien est valable 24 heures et ne sert qu'une fois.",
        "[Confirmer cette adresse]({lien})",
        "Si vous n'avez rien demandé, ignorez ce message : rien ne change.",
        about="À la nouvelle adresse qu'une personne donne à son compte.",
        placeholders=(
            link("lien", "L'adresse qui confirme, valable 24 heures.", path="/identifiants/adresse/exemple"),
        ),
    ),
    _SHELF.mail(
        "address_in_use",
        "Nouvelle adresse déjà prise",
        "Votre adresse électronique a déjà un compte",
        "Cette adresse a été indiquée comme nouvel identifiant d'un autre compte de la plateforme numérique du Service "
        "d'accès aux soins (SAS), mais elle ouvre déjà un compte : rien n'a été modifié.",
        "Si c'est vous, connectez-vous à ce compte, ou choisissez une autre adresse.",
        "[Page de connexion]({lien})",
        "Si ce n'est pas vous, ignorez ce message.",
        about="À la nouvelle adresse, quand elle ouvre déjà un autre compte.",
        placeholders=(_SIGN_IN,),
    ),
    _SHELF.mail(
        "address_changed",
        "Adresse modifiée par son titulaire",
        "L'adresse électronique de votre compte a été modifiée",
        "Cette adresse n'ouvre plus votre compte sur la plateforme numérique du Service d'accès aux soins (SAS) : une "
        "autre l'a remplacée, et a été confirmée.",
        "Si ce n'est pas vous, prévenez tout de suite votre gestionnaire de comptes.",
        about="À l'ancienne adresse, qui ne doit pas apprendre la nouvelle.",
    ),
    _SHELF.mail(
        "address_moved",
        "Adresse modifiée par un gestionnaire",
        "L'adresse électronique de votre compte SAS a changé",
        "Un gestionnaire de comptes a changé l'adresse électronique de votre compte sur la plateforme numérique du "
        "Service d'accès aux soins (SAS). Cette adresse-ci ne permet plus de s'y connecter ; vos sessions ouvertes "
        "sont fermées.",
        "Un message de bienvenue a été envoyé à la nouvelle adresse.",
        "Si vous n'y êtes pour rien, prévenez le gestionnaire de comptes de votre territoire.",
        "[Plateforme numérique du SAS]({lien})",
        about="À l'ancienne adresse, quand un gestionnaire de comptes la change.",
        placeholders=(_PLATFORM,),
    ),
)
ACCOUNT_MAILS: tuple[Text, ...] = (*_MADE, *_PASSWORDS, *_ADDRESSES)
