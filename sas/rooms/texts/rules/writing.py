"""What may be published as a text, and by whom."""

import re

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.rules.catalogue import Text
from sas.rooms.texts.rules.marking import placeholders

LENGTH, LINE_LENGTH = 5_000, 200

_LINK = re.compile(r"\[[^\[\]\n]*\]\((?!https://|mailto:)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def may_write(actor: Actor) -> Refused | None:
    """Administrators and the platform."""
    if actor.is_platform or actor.has(Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR):
        return None
    return Refused("Les textes de la plateforme sont tenus par les administrateurs.")


def checked_text(known: Text, text: str) -> str:
    """The text as it is kept; raises Impossible (field "text") for one that could not be shown as it must be."""
    kept = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if problem := _problem(known, kept):
        raise Impossible(problem, field="text")
    return kept


def _problem(known: Text, kept: str) -> str:
    """The first thing that is wrong; nothing when all is well."""
    most = LINE_LENGTH if known.kind is TextKind.LINE else LENGTH
    used = placeholders(kept)
    unknown, missing = sorted(used - known.placeholders), sorted(known.placeholders - used)
    problems = (
        (not kept, "Ce texte ne peut pas être vide : pour retrouver celui d'origine, revenez au texte par défaut."),
        (len(kept) > most, f"{most} caractères au maximum."),
        (known.kind is TextKind.LINE and "\n" in kept, "Ce texte tient sur une seule ligne."),
        (_LINK.search(kept), "Un lien commence par https:// ou mailto:."),
        (unknown, f"{{{''.join(unknown[:1])}}} n'existe pas dans ce texte."),
        (missing, f"{{{''.join(missing[:1])}}} doit rester dans ce texte : sa valeur y est écrite à l'affichage."),
    )
    return next((sentence for wrong, sentence in problems if wrong), "")
