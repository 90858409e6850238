"""The first time a card comes: a link sent by mail proves that the address is the holder's (F-004 to F-008).

What stands at the address is told in the mail and behind its link only: the page that asks answers everybody alike.
"""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare

from sas import keyed
from sas.actor import Actor, Role
from sas.errors import Impossible
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import CardIdentity, OneTimeLink, User
from sas.rooms.accounts.operations import card_words, cards, links
from sas.rooms.accounts.operations.cards import Card
from sas.rooms.accounts.operations.making import AccountDraft, make_account
from sas.rooms.accounts.operations.signing import SignedIn
from sas.rooms.accounts.queries.cards import Meeting, meeting
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

LINK_LIFE = timedelta(minutes=5)
WINDOW = timedelta(minutes=30)
"""The limits count the links asked for in this time."""
_BROWSER = "sas.accounts.card_link"
MOST_BY_ADDRESS, MOST_BY_CARD, MOST_BY_BROWSER = 4, 8, 8


def ask_card_link(*, actor: Actor, card: Card, email: str, secret: str, now: datetime) -> None:
    """Send the mail that fits the case; every address is answered alike. Raises Impossible beyond the limits.

    `secret` is kept by the browser's session: the link opens nothing in another browser.
    """
    address, browser = email.strip().lower(), _browser(secret)
    with transaction.atomic(durable=True):
        cards.alone_with(f"card {card.issuer} {card.national_id}", f"card link {address}")
        _within_limits(card=card, address=address, browser=browser, now=now)
        found = meeting(actor=actor, email=address, national_id=card.national_id)
        OneTimeLink.objects.filter(purpose=LinkPurpose.CARD, browser=browser, used_at__isnull=True).update(used_at=now)
        expires_at = now + LINK_LIFE
        token = links.issue(
            purpose=LinkPurpose.CARD,
            user=None,
            email=address,
            now=now,
            expires_at=expires_at,
            browser=browser,
            details=asdict(replace(card, family_name="", given_name="", tokens="")),
        )
        link = f"{settings.PUBLIC_URL}/connexion/psc/lien/{token}"
        letter = texts.letter(actor=actor, key=_mail_key(found), now=now, lien=link)
        outbox.post(actor=actor, kind="card", to=address, letter=letter, now=now, useless_after=expires_at)
        journal.record(actor=actor, verb="ask_card_link", subject="card", now=now)


def follow_card_link(*, actor: Actor, token: str, secret: str, now: datetime) -> SignedIn | None:
    """Take the link and do what it is for; None when the card has a right to no account.

    Raises Impossible, with a sentence, when it leads nowhere: expired, used, or opened in another browser, it is not
    consumed.
    """
    with transaction.atomic(durable=True):
        link = links.find(token=token, purpose=LinkPurpose.CARD, now=now)
        if link is None:
            raise Impossible(card_words.CARD_LINK_OVER)
        if not secret or not _is_browser(link.browser, secret):
            raise Impossible(card_words.CARD_LINK_ELSEWHERE)
        card = Card(**link.details)
        cards.alone_with(f"card {card.issuer} {card.national_id}", f"card link {link.email}")
        if links.use(token=token, purpose=LinkPurpose.CARD, now=now) is None:
            raise Impossible(card_words.CARD_LINK_OVER)
        found = meeting(actor=actor, email=link.email, national_id=card.national_id)
        refusal = _obstacle(found, card)
        if refusal is None:
            return _enter(found, card, email=link.email, actor=actor, now=now)
        journal.record(actor=actor, verb="card_refused", subject="card", now=now, why=refusal.name)
    raise Impossible(refusal.value)


def _enter(found: Meeting, card: Card, *, email: str, actor: Actor, now: datetime) -> SignedIn | None:
    if found.account is not None:
        user = User.objects.select_for_update().get(id=found.account)
        cards.attach(actor=actor, user=user, card=card, way="mail", now=now)
        return cards.enter(actor=actor, user=user, way="card_link", now=now)
    if found.professional is None or not found.has_place:
        return None
    draft = AccountDraft(
        email=email,
        family_name=found.professional.family_name,
        given_name=found.professional.given_name,
        roles=(Role.EFFECTEUR,),
        territory_ids=found.professional.territories,
        professional_id=found.professional.id,
        invited=False,
    )
    made = make_account(actor=actor.signing_in(None), draft=draft, now=now)
    user = User.objects.get(id=made)
    cards.attach(actor=actor, user=user, card=card, way="directory", now=now)
    return cards.enter(actor=actor, user=user, way="card_link", now=now)


def _obstacle(found: Meeting, card: Card) -> card_words.CardObstacle | None:
    """Why the card may not open the account of this address."""
    if CardIdentity.objects.filter(issuer=card.issuer, national_id=card.national_id).exists():
        return card_words.CardObstacle.CARD_TAKEN
    if found.account is None:
        held = found.has_place and found.professional_account is not None
        return card_words.CardObstacle.PROFESSIONAL_TAKEN if held else None
    user = User.objects.select_for_update(of=("self",)).select_related("professional").get(id=found.account)
    if not card_words.may_enter(user.is_active, user.roles):
        return card_words.CardObstacle.MAY_NOT_ENTER
    if CardIdentity.objects.filter(user=user).exists():
        return card_words.CardObstacle.OTHER_CARD
    expected = {user.professional.national_id if user.professional else "", user.cpx_number} - {"", card.national_id}
    return card_words.CardObstacle.OTHER_HOLDER if expected else None


def _mail_key(found: Meeting) -> str:
    """An account has the address (F-005); none has, and the card has a place (F-006), or has none (F-007)."""
    if found.account is not None:
        return "mail_card_attach"
    return "mail_card_new_account" if found.has_place else "mail_card_no_rights"


def _within_limits(*, card: Card, address: str, browser: str, now: datetime) -> None:
    asked = OneTimeLink.objects.filter(purpose=LinkPurpose.CARD, expires_at__gt=now - WINDOW + LINK_LIFE)
    counts = (
        (asked.filter(email=address).count(), MOST_BY_ADDRESS),
        (asked.filter(details__issuer=card.issuer, details__national_id=card.national_id).count(), MOST_BY_CARD),
        (asked.filter(browser=browser).count(), MOST_BY_BROWSER),
    )
    if any(count >= most for count, most in counts):
        raise Impossible(card_words.TOO_MANY_CARD_MAILS)


def _browser(secret: str) -> str:
    return keyed.digest(secret, use=_BROWSER)


def _is_browser(kept: str, secret: str) -> bool:
    return any(constant_time_compare(kept, one) for one in keyed.digests(secret, use=_BROWSER))
