"""The CGU, as everybody may read them."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.accounts.models import TermsAcceptance, TermsVersion
from sas.rooms.accounts.rules import TermsBlock, terms_blocks


@dataclass(frozen=True, slots=True)
class TermsFacts:
    """One version, without its text."""

    number: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """One version, block by block."""

    number: int
    published_at: datetime
    blocks: tuple[TermsBlock, ...]


def terms(*, actor: Actor, number: int | None = None) -> Terms | None:
    """The version of this number, or the newest; None when there is none."""
    rows = TermsVersion.objects.order_by("-number")
    row = (rows if number is None else rows.filter(number=number)).first()
    return Terms(row.number, row.published_at, terms_blocks(row.text)) if row else None


def newest_terms_text(*, actor: Actor) -> str:
    """The newest version as it was written: where the next one starts from; nothing when there is none."""
    return TermsVersion.objects.order_by("-number").values_list("text", flat=True).first() or ""


def terms_versions(*, actor: Actor) -> tuple[TermsFacts, ...]:
    """Every version, the newest first."""
    rows = TermsVersion.objects.order_by("-number").values_list("number", "published_at")
    return tuple(TermsFacts(number, at) for number, at in rows)


def terms_to_accept(*, actor: Actor, user_id: int) -> int | None:
    """The number of the newest version when this account has not accepted it; None when there is nothing to accept."""
    newest = TermsVersion.objects.order_by("-number").values_list("number", flat=True).first()
    if newest is None or TermsAcceptance.objects.filter(user_id=user_id, version_id=newest).exists():
        return None
    return newest
