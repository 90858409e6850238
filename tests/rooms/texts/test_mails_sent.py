"""Every mail of the catalogue is sent by an operation, with real values, and leads to pages that exist (F-230)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.urls import resolve

from sas.actor import Actor, Role
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries as account_queries
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import OneTimeLink, User
from sas.rooms.accounts.operations import Card
from sas.rooms.assistance import operations as requests
from sas.rooms.availability import operations as availability
from sas.rooms.digests import operations as digests
from sas.rooms.digests.enums import Period
from sas.rooms.directory import operations as directory
from sas.rooms.directory.models import Professional
from sas.rooms.editors import operations as editors
from sas.rooms.orientation import operations as orientations
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.outbox.rules import Letter, Link, as_html, as_text
from sas.rooms.texts import queries
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.rules import CATALOGUE
from tests.factories import assistance, care, credentials, editor_accounts
from tests.factories.delegation import asked, delegate_of, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-230")]
SITE, TODAY = "https://sas.example", date(2026, 11, 23)
CARD = Card("https://psc.example", "f:1:899700000031", "899700000031", "MARTIN", "Claire", "", "")


def passwords_and_addresses(now: datetime) -> None:
    """Forgotten, changed, about to expire; a new address that is free, one that is not, one that is confirmed."""
    person, other = care.account(Role.EFFECTEUR), care.account(Role.IOA)
    own, taken = (User.objects.get(id=one.user_id) for one in (person, other))
    accounts.ask_reset(actor=Actor.NOBODY, email=own.email, now=now)
    accounts.answer_reset(actor=Actor.SYSTEM, link_id=OneTimeLink.objects.get(user=None).id, now=now)
    for email in ("nouvelle@sas.example", taken.email):
        accounts.ask_new_address(actor=person, email=email, password=care.PASSWORD, now=now)
    token = credentials.link(LinkPurpose.NEW_EMAIL, user=own, email="nouvelle@sas.example", now=now)
    accounts.confirm_address(actor=Actor.NOBODY, token=token, now=now)
    new = credentials.NEW_PASSWORD
    accounts.change_password(actor=person, old=care.PASSWORD, new=new, session_key="", now=now)
    User.objects.filter(id=own.id).update(password_set_at=now - timedelta(days=345))
    accounts.remind_passwords(actor=Actor.SYSTEM, now=now)


def made_moved_and_left_unused(now: datetime) -> None:
    """A welcome, an address changed by a manager, then more than nine months without a sign-in."""
    territory = care.territory()
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))
    found = account_queries.person(actor=manager, user_id=care.regulator(territory).user_id or 0)
    assert found
    moved = replace(found.typed, email="autre@sas.example")
    accounts.edit_account(actor=manager, user_id=found.id, stamp=found.stamp, asked=moved, now=now)
    User.objects.filter(id=found.id).update(last_login=now)
    for days in (250, 280, 290):
        accounts.follow_inactivity(actor=Actor.SYSTEM, now=now + timedelta(days=days))


def delegations(now: datetime) -> None:
    """Asked for twice, accepted once, refused once; one is taken back."""
    scene = make_scene()
    first, second = (asked(scene.doctor, now=now, email=f"{name}@sas.example") for name in ("un", "deux"))
    chosen = [f"p{scene.place.professional_id}"]
    accounts.accept_delegation(actor=scene.manager, request_id=first, chosen=chosen, now=now)
    accounts.refuse_delegation(actor=scene.manager, request_id=second, reason="Inconnu ici", now=now)
    _, held = delegate_of(scene.place)
    accounts.remove_delegation(actor=scene.doctor, delegation_id=held, now=now)


def cards(now: datetime) -> None:
    """With the address of an account; with a new one, for a card that has a place, and for one that has none."""
    registered = User.objects.get(id=care.account(Role.IOA).user_id).email
    place = care.doctor_place()
    number = Professional.objects.get(id=place.professional_id).national_id
    at_work = replace(CARD, subject=f"f:1:{number}", national_id=number)
    for email, card in ((registered, CARD), ("claire@sas.example", at_work), ("claire@sas.example", CARD)):
        accounts.ask_card_link(actor=Actor.NOBODY, card=card, email=email, secret="of this browser", now=now)


def orientation(now: datetime) -> None:
    """Received, cancelled, declined, covered by an unavailability."""
    territory, place = care.territory(), care.doctor_place()
    owner, regulator = care.keeper(place), care.regulator(territory)
    plage = care.published(place=place, owner=owner, day=TODAY, now=now)
    made = [
        orientations.orient(actor=regulator, key=uuid4(), slot_id=plage, day=TODAY, modality=None, now=now)
        for _ in range(3)
    ]
    first, second, _ = (one.orientation_id or 0 for one in made)
    orientations.cancel(actor=regulator, orientation_id=first, now=now)
    orientations.decline(actor=owner, orientation_id=second, reason="Absence", now=now)
    hidden: dict[str, Any] = {"indefinite": True, "periods": (), "versions": {}}
    availability.save_unavailability(actor=owner, place_ids=[place.id], now=now, **hidden)
    orientations.warn_of_unavailability(actor=Actor.SYSTEM, place_id=place.id, now=now)


def certificate(now: datetime) -> None:
    """That of an editor's server, within a fortnight of its end."""
    care.account(Role.ADMINISTRATEUR)
    editor_id = editor_accounts.editor(base_url="https://fhir.agenda.example")
    until = now + timedelta(days=13)
    directory.note_certificate(actor=Actor.SYSTEM, editor_id=editor_id, until=until, now=now)
    editors.warn_of_certificates(actor=Actor.SYSTEM, now=now)


def help_asked_for(now: datetime) -> None:
    """By a visitor, then by somebody at his own address; answered."""
    scene = assistance.make_scene()
    own = User.objects.get(id=scene.referent.user_id).email
    assistance.asked(now=now, territory_id=scene.territory)
    made = assistance.asked(now=now, actor=scene.referent, email=own, message="Bonjour,\nje ne trouve rien.")
    requests.answer_assistance(actor=scene.national, request_id=made, text="Voici.\n\nBonne journée.", now=now)


def summaries(now: datetime) -> None:
    """Of a territory and of the country, on a Monday."""
    readers = (
        care.account(Role.REFERENT_TERRITORIAL, territories=(care.territory(),)),
        care.account(Role.ADMINISTRATEUR),
    )
    for reader in readers:
        digests.choose(actor=reader, period=Period.WEEKLY, now=now)
    digests.send_due(actor=Actor.SYSTEM, now=now)


FAMILIES: tuple[Callable[[datetime], None], ...] = (
    passwords_and_addresses,
    made_moved_and_left_unused,
    delegations,
    cards,
    orientation,
    certificate,
    help_asked_for,
    summaries,
)


def test_every_mail_is_sent_by_an_operation_as_the_catalogue_says_it(
    now: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.PUBLIC_URL, settings.PASSWORD_MONTHS, settings.PASSWORD_REMINDER_MONTHS = SITE, 12, 11
    made: dict[str, Letter] = {}
    plain = queries.letter

    def kept(**asked: Any) -> Letter:
        made[asked["key"]] = plain(**asked)
        return made[asked["key"]]

    monkeypatch.setattr(queries, "letter", kept)
    for family in FAMILIES:
        family(now)
    assert set(made) == {key for key, one in CATALOGUE.items() if one.kind is TextKind.MAIL}
    posted = set(OutgoingMail.objects.values_list("subject", "text", "html"))
    assert {(one.subject, as_text(one), as_html(one)) for one in made.values()} <= posted
    for letter in made.values():
        for link in (part for part in letter.parts if isinstance(part, Link)):
            assert link.url.startswith(SITE) and resolve(urlsplit(link.url).path or "/")
