"""One question that an administrator tries: about whom, over which days (issue 7)."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sas.adapters.editors.values import Asked, Kind
from sas.errors import Impossible
from sas.rooms.editors.rules.pace import ASSOCIATIONS, PEOPLE

TRIED_PER_MINUTE = 6
"""Trials of one editor, whoever tries."""
LONGEST_DAYS = 7
_HERE = ZoneInfo("Europe/Paris")
_LAST_SECOND = time(23, 59, 59)
_RPPS, _NATIONAL, _SIRET = re.compile(r"[0-9]{11}"), re.compile(r"8[0-9]{11}|0[0-9A-Z]{9}"), re.compile(r"[0-9]{14}")


def checked_question(*, kind: str, words: str, first: date, last: date, now: datetime) -> Asked:
    """The question as the reader asks it; raises Impossible beside the field that cannot be.

    `words`: numbers separated by spaces, commas or lines: RPPS or national identifiers, SIRET of associations. The days
    are those of the wall in Paris; a question starts now at the earliest.
    """
    if kind not in {one.value for one in Kind}:
        raise Impossible("Choisissez dans la liste.", field="kind")
    asked_as = Kind(kind)
    identifiers = _association(words) if asked_as is Kind.SOS else _people(words)
    if last < first:
        raise Impossible("Le dernier jour précède le premier.", field="last")
    today = now.astimezone(_HERE).date()
    if last < today:
        raise Impossible("Ces jours sont passés.", field="last")
    if (last - max(first, today)).days >= LONGEST_DAYS:
        raise Impossible(f"{LONGEST_DAYS} jours au maximum.", field="last")
    start = datetime.combine(first, time.min, _HERE).astimezone(UTC) if first > today else now
    return Asked(asked_as, identifiers, start, datetime.combine(last, _LAST_SECOND, _HERE).astimezone(UTC))


def _people(words: str) -> tuple[str, ...]:
    found = _numbers(words, most=PEOPLE)
    told = tuple(f"8{one}" if _RPPS.fullmatch(one) else one for one in found)
    wrong = next((one for one in told if not _NATIONAL.fullmatch(one)), None)
    if wrong is not None:
        raise Impossible(f"« {wrong[:20]} » n'est pas un numéro RPPS (11 chiffres).", field="words")
    return told


def _association(words: str) -> tuple[str, ...]:
    found = _numbers(words, most=ASSOCIATIONS)
    wrong = next((one for one in found if not _SIRET.fullmatch(one)), None)
    if wrong is not None:
        raise Impossible(f"« {wrong[:20]} » n'est pas un numéro SIRET (14 chiffres).", field="words")
    return tuple(f"3{one}" for one in found)


def _numbers(words: str, *, most: int) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(re.split(r"[\s,;]+", words.strip())))
    if found == ("",):
        raise Impossible("Donnez au moins un numéro.", field="words")
    if len(found) > most:
        raise Impossible(f"{most} numéros au maximum.", field="words")
    return found
