"""Closed lists of data protection."""

from enum import StrEnum


class Basis(StrEnum):
    """Why data of a kind may be kept for so long, as docs/data-protection.md says it (GDPR)."""

    MISSION = "public interest, art. 6.1.e"
    LAW = "legal obligation, art. 6.1.c"
    CONSENT = "consent, art. 6.1.a"
    SECURITY = "security of processing, art. 32"
