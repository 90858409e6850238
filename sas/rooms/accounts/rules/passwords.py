"""What a password must be, and how long it lasts (F-015, F-019)."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

from sas.rooms.accounts.rules.months import after_months
from sas.rooms.directory.rules import search_key

SHORTEST, LONGEST = 12, 128
SPECIAL = "!@#$%^&*()_+-={}|'\":><.,/;[]?~`\\"
"""The wider of the guides' two sets: every printable sign of ASCII that is neither letter, digit nor space (C2)."""


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """One rule. `pattern` is read alike by Python and by browsers, so that a page ticks what the server decides."""

    code: str
    sentence: str
    pattern: str = ""


PASSWORD_RULES = (
    PasswordRule("longueur", f"Au moins {SHORTEST} caractères", rf"^[\s\S]{{{SHORTEST},}}$"),
    PasswordRule("minuscule", "Au moins une lettre minuscule", "[a-z]"),
    PasswordRule("majuscule", "Au moins une lettre majuscule", "[A-Z]"),
    PasswordRule("chiffre", "Au moins un chiffre", "[0-9]"),
    PasswordRule("special", f"Au moins un caractère spécial ({SPECIAL})", r"[!-\/:-@\[-`\{-~]"),
    PasswordRule("maximum", f"Au plus {LONGEST} caractères", rf"^[\s\S]{{0,{LONGEST}}}$"),
    PasswordRule("adresse", "Ne contient pas votre adresse électronique"),
    PasswordRule("courant", "N'est pas un mot de passe courant, même entouré de chiffres et de signes"),
)
OWN_WORDS = {
    "sas", "samu", "sante", "medecin", "medecins", "docteur", "doctor", "regulateur", "regulatrice", "regulation",
    "effecteur", "hopital", "clinique", "cabinet", "infirmier", "infirmiere", "urgence", "urgences", "patient",
    "patients", "soins", "secretaire", "secretariat", "motdepasse", "plateforme", "service", "acces", "accesauxsoins",
    "serviceaccesauxsoins", "bienvenue", "bonjour", "france",
}  # fmt: skip
"""Words that whoever guesses here tries first (ASVS V6.1.2), without accents."""
_NOT_LETTERS, _NOT_SHOWN = re.compile(r"[^a-z]"), re.compile(r"[^a-z0-9]")
_SHORTEST_WORD = 3


def unmet(*, password: str, email: str) -> tuple[PasswordRule, ...]:
    """The rules that this password breaks for whoever signs in with this address; empty when it may be taken."""
    return tuple(rule for rule in PASSWORD_RULES if not _holds(rule, password, email))


def _holds(rule: PasswordRule, password: str, email: str) -> bool:
    if rule.pattern:
        return re.search(rule.pattern, password) is not None
    if rule.code == "courant":
        return not _is_common(password)
    return not email or email.strip().lower() not in password.lower()


def _is_common(password: str) -> bool:
    """Whether it is a used one, as it is or without its signs and digits: « Motdepasse-2026 » is « motdepasse »."""
    plain = "".join(search_key(password).split())
    bare = _NOT_LETTERS.sub("", plain)
    tried = {password.lower(), _NOT_SHOWN.sub("", plain), bare if len(bare) >= _SHORTEST_WORD else ""}
    return bool(tried & _most_used() or bare in OWN_WORDS)


@cache
def _most_used() -> frozenset[str]:
    """The twenty thousand most used ones, which come with Django."""
    return frozenset(CommonPasswordValidator().passwords)


def expiry(*, set_at: datetime | None, months: int) -> datetime | None:
    """When a password must be changed; None for an account without one, or when passwords do not expire."""
    return after_months(set_at, months) if set_at and months else None
