"""How the text of national files is put in order: headers, names, phones, postal codes."""

import re
from functools import lru_cache

from sas.rooms.directory.rules import search_key

_HEADER_FILLERS = frozenset({"coord", "d", "de", "du", "la", "l"})
_NOT_DIGIT = re.compile(r"[^0-9]+")
_POSTAL_CODE = re.compile(r"(?<![0-9])([0-9]{5})(?![0-9])")
_WORD_START = re.compile(r"(^|[\s'’-])(\w)")
# International prefixes whose national form is 0 followed by nine digits.
_COUNTRY_PREFIXES = ("33", "262", "590", "594", "596", "508")
_FINESS = re.compile(r"[0-9][0-9AB][0-9]{7}")
_SIRET = re.compile(r"[0-9]{14}")
_NATIONAL_ID = re.compile(r"8[0-9]{11}|0[0-9][0-9AB][0-9]{7}")
_PHONE = re.compile(r"[+0-9][0-9 .()/\u00a0-]*")
_NATIONAL = re.compile(r"0[1-9][0-9]{8}")
_SHORT = re.compile(r"1[0-9]{1,3}|3[0-9]{3}|11[68][0-9]{3}")


@lru_cache(maxsize=1024)
def header_key(header: str) -> str:
    """A column's name without what varies between editions: case, accents, punctuation, "coord." and articles."""
    return " ".join(word for word in search_key(header).split() if word not in _HEADER_FILLERS)


def clean(text: str) -> str:
    """Text on one line, spaces collapsed, no control character."""
    if not text.isprintable():
        text = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(text.split())


def phone(text: str) -> str:
    """A French number in its national form (0299000000), a short number (3624), or nothing when it is neither.

    Accepts spaces, dots, a missing leading zero, +33 and the prefixes of the overseas départements.
    """
    raw = text.strip()
    if not _PHONE.fullmatch(raw):
        return ""
    digits = _NOT_DIGIT.sub("", raw)
    if raw.startswith("+") or digits.startswith("00"):
        digits = _from_international(digits.removeprefix("00"))
    elif len(digits) == 9 and digits[0] != "0":
        digits = "0" + digits
    return digits if _NATIONAL.fullmatch(digits) or _SHORT.fullmatch(digits) else ""


def _from_international(digits: str) -> str:
    for prefix in _COUNTRY_PREFIXES:
        if digits.startswith(prefix):
            rest = digits.removeprefix(prefix).removeprefix("0")
            if len(rest) == 9:
                return "0" + rest
    return ""


def phones(*texts: str) -> tuple[str, ...]:
    """The numbers that are understood, each once, in order."""
    return tuple(dict.fromkeys(number for number in map(phone, texts) if number))


def postal_code(text: str, *others: str) -> str:
    """Five digits from the postal code column, else found in the other columns ("25300 DOUBS"); empty when none."""
    value = text.strip()
    if len(value) == 5 and value.isascii() and value.isdigit():
        return value
    if len(value) == 4 and value.isascii() and value.isdigit():
        return "0" + value
    for candidate in (value, *others):
        if found := _POSTAL_CODE.search(candidate):
            return found[1]
    return ""


@lru_cache(maxsize=4096)
def given_name(text: str) -> str:
    """A first name with capitals at its starts only: JEAN-PIERRE -> Jean-Pierre."""
    return _WORD_START.sub(lambda found: found[1] + found[2].upper(), clean(text).lower())


def street_line(*parts: str) -> str:
    """Number, repetition, kind and name of the street as one line."""
    return clean(" ".join(part for part in parts if part))


def finess(text: str) -> str:
    """A FINESS number (nine characters, Corsica 2A or 2B), or nothing."""
    value = text.strip().upper()
    return value if _FINESS.fullmatch(value) else ""


def siret(text: str) -> str:
    """A SIRET number (fourteen digits, spaces dropped), or nothing."""
    value = text.replace(" ", "")
    return value if _SIRET.fullmatch(value) else ""


def national_id(text: str) -> str:
    """Type digit and number of a professional: 8 + RPPS (11 digits) or 0 + ADELI (9 characters); else nothing."""
    value = text.strip().upper()
    return value if _NATIONAL_ID.fullmatch(value) else ""
