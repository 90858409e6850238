"""What help is asked about, who answers, where a request stands, what may be joined to it."""

from django.db.models import TextChoices

from sas.actor import Role


class Topic(TextChoices):
    """« Votre demande concerne » (sas-domain §4.5)."""

    INFORMATION = "information", "Un renseignement sur le SAS, une question métier"
    PROFILE = "profile", "La mise à jour des informations de mon profil"
    DATA = "data", "La mise à jour des données affichées"
    USE = "use", "L'utilisation de la plateforme"
    ACCOUNT_NEW = "account_new", "La création d'un compte"
    ACCOUNT_END = "account_end", "La suppression d'un compte"
    LOGIN = "login", "La perte d'un identifiant ou d'un mot de passe"
    CARD = "card", "Un problème de connexion par Pro Santé Connect"
    BUG = "bug", "La déclaration d'un bug ou d'un incident"
    EDITOR = "editor", "L'interfaçage avec un éditeur"


class Desk(TextChoices):
    """Who answers a request; each one is held by one role."""

    ACCOUNTS = "accounts", "Gestionnaires de comptes du territoire"
    TERRITORY = "territory", "Référents du territoire"
    NATIONAL = "national", "Administrateurs nationaux"
    TECHNICAL = "technical", "Administrateurs techniques"


HOLDERS = {
    Desk.ACCOUNTS: Role.GESTIONNAIRE_COMPTES,
    Desk.TERRITORY: Role.REFERENT_TERRITORIAL,
    Desk.NATIONAL: Role.ADMINISTRATEUR_NATIONAL,
    Desk.TECHNICAL: Role.ADMINISTRATEUR,
}

LOCAL_DESKS = frozenset({Desk.ACCOUNTS, Desk.TERRITORY})
"""Held in each territory; where nobody holds one, the national desk answers."""

ROUTES = {
    Topic.INFORMATION: Desk.TERRITORY,
    Topic.PROFILE: Desk.ACCOUNTS,
    Topic.DATA: Desk.TERRITORY,
    Topic.USE: Desk.TERRITORY,
    Topic.ACCOUNT_NEW: Desk.ACCOUNTS,
    Topic.ACCOUNT_END: Desk.ACCOUNTS,
    Topic.LOGIN: Desk.ACCOUNTS,
    Topic.CARD: Desk.ACCOUNTS,
    Topic.BUG: Desk.TECHNICAL,
    Topic.EDITOR: Desk.TECHNICAL,
}
"""The desk of each topic (F-244)."""


class AssistanceState(TextChoices):
    """Where a request stands."""

    NEW = "new", "Nouvelle"
    IN_HAND = "in_hand", "Prise en charge"
    ANSWERED = "answered", "Répondue"
    CLOSED = "closed", "Close"


TRANSITIONS: dict[AssistanceState, frozenset[AssistanceState]] = {
    AssistanceState.NEW: frozenset({AssistanceState.IN_HAND, AssistanceState.ANSWERED, AssistanceState.CLOSED}),
    AssistanceState.IN_HAND: frozenset({AssistanceState.ANSWERED, AssistanceState.CLOSED}),
    AssistanceState.ANSWERED: frozenset({AssistanceState.ANSWERED, AssistanceState.CLOSED}),
    AssistanceState.CLOSED: frozenset(),
}
"""An answer may follow another one; a request that is closed stays so: whoever comes back sends a new one."""


class FileKind(TextChoices):
    """What a file is, by its bytes; the value is its extension (F-243)."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG"
    PNG = "png", "PNG"
    XLS = "xls", "Classeur Excel 97-2003"
    XLSX = "xlsx", "Classeur Excel"
    PPT = "ppt", "Présentation PowerPoint 97-2003"
    PPTX = "pptx", "Présentation PowerPoint"


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPT: "application/vnd.ms-powerpoint",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
