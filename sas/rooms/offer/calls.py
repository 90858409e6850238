"""What the link of a regulation software says (INT_L01, sas-domain §1.10): pure readings of its parameters."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sas.rooms.directory.rules import search_key

DEFAULT_SPECIALTY = "Consultation de médecine générale"
NOT_IDENTIFIED, NOT_SUPPLIED = "sas_pf_001", "sas_pf_002"
"""The codes of the two messages about the preferred doctor."""

LONGEST = {
    "origin": 120,
    "inseecode": 10,
    "city": 80,
    "streetnumber": 20,
    "streetname": 120,
    "specialty": 120,
    "practitioner": 120,
}
"""Characters kept of each parameter; no address, specialty or name is longer."""

_DIGITS = re.compile(r"[0-9]+")
_CODED = re.compile(r"urn:oid:[^|]*\|?(.*)", re.IGNORECASE | re.DOTALL)
_RPPS = re.compile(r"(?:urn:oid:1\.2\.250\.1\.71\.4\.2\.1\s*\|)?\s*(8[0-9]{11})", re.IGNORECASE)
_BARE_RPPS = re.compile(r"[0-9]{11}")
# "Tournier" and "Froidevaux" hold the same letters and are names: only whole words announce an identifier.
_IDENTIFIER = re.compile(r"[:|]|\b(?:urn|oid)\b", re.IGNORECASE)
_CIVILITIES = frozenset(
    ["dr", "docteur", "docteure", "pr", "professeur", "professeure", "m", "mme", "monsieur", "madame"]
)
_WORDS = 8
# First and last INSEE code of the arrondissements, and their commune.
_ARRONDISSEMENTS = ((75101, 75120, "75056"), (69381, 69389, "69123"), (13201, 13216, "13055"))


@dataclass(frozen=True, slots=True)
class Call:
    """The parameters of a contextual call, clean and bounded; "" for one that is not there."""

    origin: str = ""
    inseecode: str = ""
    city: str = ""
    streetnumber: str = ""
    streetname: str = ""
    specialty: str = ""
    practitioner: str = ""

    @property
    def number(self) -> str:
        """The street number reduced to its digits: « 12 bis » is 12."""
        found = _DIGITS.search(self.streetnumber)
        return found[0] if found else ""

    @property
    def street(self) -> str:
        """« 12 rue des Lilas », « rue des Lilas », or "" without a street name."""
        return f"{self.number} {self.streetname}".strip() if self.streetname else ""


@dataclass(frozen=True, slots=True)
class DoctorAsked:
    """The preferred doctor as the call names him: a national identifier, words of a name, or why not."""

    national_id: str = ""
    words: tuple[str, ...] = ()
    code: str = ""


def call_of(given: Mapping[str, str]) -> Call:
    """The call that these parameters make; others are left alone."""
    return Call(**{field.name: _clean(given.get(field.name, ""), LONGEST[field.name]) for field in fields(Call)})


def _clean(text: str, longest: int) -> str:
    """Printable characters of the basic plane, single spaces, no more than `longest` of them."""
    composed = unicodedata.normalize("NFC", text[: 4 * longest])
    kept = "".join(" " if not one.isprintable() else one for one in composed if one <= "\uffef")
    return " ".join(kept.split())[:longest].strip()


WITH_ARRONDISSEMENTS = frozenset(whole for _, _, whole in _ARRONDISSEMENTS)
"""INSEE codes of the communes made of arrondissements: no address is of the commune itself."""


def whole_commune(code: str) -> str:
    """The commune of an arrondissement of Paris, Lyon or Marseille; any other INSEE code as it is (E3)."""
    if re.fullmatch(r"[0-9]{5}", code):
        return next((whole for first, last, whole in _ARRONDISSEMENTS if first <= int(code) <= last), code)
    return code.upper()


def specialty_asked(call: Call) -> tuple[str, str]:
    """The code of a nomenclature, or "", and the words: those of general practice when there are none."""
    coded = _CODED.fullmatch(call.specialty)
    if coded:
        return coded[1].strip(), DEFAULT_SPECIALTY
    return "", call.specialty or DEFAULT_SPECIALTY


def names_specialty_by_code(call: Call) -> bool:
    """Whether the specialty is written as a code of a nomenclature, known or not."""
    return bool(_CODED.fullmatch(call.specialty))


def names_doctor_by_code(call: Call) -> bool:
    """Whether the preferred doctor is written as an identifier, known or not."""
    return bool(_IDENTIFIER.search(call.practitioner) or doctor_asked(call).national_id)


def doctor_asked(call: Call) -> DoctorAsked:
    """Who is asked: an RPPS number, words of a name, or the code of the message to show."""
    text = call.practitioner
    if not text:
        return DoctorAsked(code=NOT_SUPPLIED)
    if found := _RPPS.fullmatch(text):
        return DoctorAsked(national_id=found[1])
    if _IDENTIFIER.search(text):
        return DoctorAsked(code=NOT_IDENTIFIED)
    if _BARE_RPPS.fullmatch(text):
        return DoctorAsked(national_id=f"8{text}")
    words = tuple(word for word in search_key(text).split() if word not in _CIVILITIES)[:_WORDS]
    return DoctorAsked(words=words) if words else DoctorAsked(code=NOT_IDENTIFIED)
