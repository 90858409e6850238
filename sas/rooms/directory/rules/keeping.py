"""Who keeps what people decide of the directory, and what a contact must look like."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused

KEEPERS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)

_AROUND_DIGITS = re.compile(r"[\s.\-()]")
_NATIONAL, _INTERNATIONAL = re.compile(r"0[1-9][0-9]{8}"), re.compile(r"\+[1-9][0-9]{7,14}")
_FRANCE = re.compile(r"(?:\+|00)33\(?0?\)?(?=[1-9])")


def may_keep(actor: Actor) -> Refused | None:
    """Administrators and the platform: territories, radii, search settings, software."""
    if actor.is_platform or actor.has(*KEEPERS):
        return None
    return Refused("Cette configuration est tenue par les administrateurs.")


def checked_phone(text: str, *, field: str) -> str:
    """« 02 61 91 00 12 », or an international number as it is dialled; nothing stays nothing.

    +33 is read as the national number (C25). Raises Impossible for anything else.
    """
    plain = _FRANCE.sub("0", _AROUND_DIGITS.sub("", text))
    if not plain:
        return ""
    if _NATIONAL.fullmatch(plain):
        return " ".join(plain[at : at + 2] for at in range(0, 10, 2))
    if _INTERNATIONAL.fullmatch(plain):
        return plain
    raise Impossible("Ce numéro n'est pas complet : il a dix chiffres, ou commence par + et l'indicatif.", field=field)


def checked_email(text: str, *, field: str) -> str:
    """In lower case; nothing stays nothing. Raises Impossible for what is no address."""
    plain = text.strip().lower()
    try:
        if plain:
            validate_email(plain)
    except ValidationError as problem:
        raise Impossible("Cette adresse n'est pas complète : elle s'écrit nom@domaine.fr.", field=field) from problem
    return plain
