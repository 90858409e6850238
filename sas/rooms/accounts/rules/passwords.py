"""What a password must be, and how long it lasts (F-015, F-019)."""

import re
from dataclasses import dataclass
from datetime import datetime

from sas.rooms.accounts.rules.months import after_months

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
)


def unmet(*, password: str, email: str) -> tuple[PasswordRule, ...]:
    """The rules that this password breaks for whoever signs in with this address; empty when it may be taken."""
    return tuple(rule for rule in PASSWORD_RULES if not _holds(rule, password, email))


def _holds(rule: PasswordRule, password: str, email: str) -> bool:
    if rule.pattern:
        return re.search(rule.pattern, password) is not None
    return not email or email.strip().lower() not in password.lower()


def expiry(*, set_at: datetime | None, months: int) -> datetime | None:
    """When a password must be changed; None for an account without one, or when passwords do not expire."""
    return after_months(set_at, months) if set_at and months else None
