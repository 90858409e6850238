"""What may be published as a text, and by whom."""

import re
from collections.abc import Iterator

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.rules.catalogue import Text
from sas.rooms.texts.rules.mailing import links_named, mail_text, parted
from sas.rooms.texts.rules.marking import blocks_of, placeholders

LENGTH, LINE_LENGTH, SUBJECT_LENGTH = 5_000, 250, 150

_TARGET = re.compile(r"\[[^\[\]\n]*\]\((https://|mailto:|\{[a-z_]+\}\)|)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMPTY = "Ce texte ne peut pas être vide : pour retrouver celui d'origine, revenez au texte par défaut."


def may_write(actor: Actor) -> Refused | None:
    """Administrators and the platform."""
    if actor.is_platform or actor.has(Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR):
        return None
    return Refused("Les textes de la plateforme sont tenus par les administrateurs.")


def checked_text(known: Text, text: str, *, subject: str = "") -> str:
    """The text as it is kept, with the subject of a mail.

    Raises Impossible (field "text" or "subject") for one that could not be shown as it must be.
    """
    body, told = (_CONTROL.sub("", one.replace("\r\n", "\n").replace("\r", "\n")).strip() for one in (text, subject))
    kept = mail_text(subject=told, body=body) if known.kind is TextKind.MAIL else body
    if problem := text_problem(known, kept):
        raise problem
    return kept


def text_problem(known: Text, kept: str) -> Impossible | None:
    """Why a text, as it is kept, may not be published, or used if it was; None when all is well."""
    subject, body = parted(known, kept)
    problems = [*_body_problems(known, body, elsewhere=placeholders(subject))]
    if known.kind is TextKind.MAIL:
        problems = [*_subject_problems(known, subject), *problems, *_link_problems(known, body)]
    return next((Impossible(sentence, field=field) for wrong, sentence, field in problems if wrong), None)


def _body_problems(known: Text, body: str, *, elsewhere: frozenset[str]) -> Iterator[tuple[object, str, str]]:
    most = LINE_LENGTH if known.kind is TextKind.LINE else LENGTH
    used = placeholders(body)
    unknown, missing = sorted(used - known.names), sorted(known.names - used - elsewhere)
    wrong = [found[1] for found in _TARGET.finditer(body) if not _is_target(found[1], known)]
    filled_in = [span for block in blocks_of(body) for line in block.lines for span in line if placeholders(span.url)]
    for problem, sentence in (
        (not body, _EMPTY),
        (len(body) > most, f"{most} caractères au maximum."),
        (known.kind is TextKind.LINE and "\n" in body, "Ce texte tient sur une seule ligne."),
        (wrong, "Un lien commence par https:// ou mailto:."),
        (filled_in, "L'adresse d'un lien ne contient pas de valeur entre accolades."),
        (unknown, f"{{{''.join(unknown[:1])}}} n'existe pas dans ce texte."),
        (missing, f"{{{''.join(missing[:1])}}} doit rester dans ce texte : sa valeur y est écrite à l'affichage."),
    ):
        yield problem, sentence, "text"


def _is_target(found: str, known: Text) -> bool:
    return found.strip("{})") in known.links if found.startswith("{") else bool(found)


def _subject_problems(known: Text, subject: str) -> Iterator[tuple[object, str, str]]:
    used = placeholders(subject)
    unknown, links = sorted(used - known.names), sorted(used & known.links)
    yield not subject, "Un courriel a un objet.", "subject"
    yield len(subject) > SUBJECT_LENGTH, f"{SUBJECT_LENGTH} caractères au maximum.", "subject"
    yield unknown, f"{{{''.join(unknown[:1])}}} n'existe pas dans ce courriel.", "subject"
    yield links, f"{{{''.join(links[:1])}}} est un lien : il se place dans le texte.", "subject"


def _link_problems(known: Text, body: str) -> Iterator[tuple[object, str, str]]:
    written = links_named(body)
    for name in sorted(known.links):
        alone = written.count(name) == body.count(f"{{{name}}}") == 1
        told = f"[libellé]({{{name}}}) s'écrit une seule fois, seul dans son paragraphe, entre deux lignes vides."
        yield not alone, told, "text"
