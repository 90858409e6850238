"""Somebody of whom something stands in every table that names an account."""

from datetime import datetime, timedelta
from uuid import uuid4

from sas.actor import Actor, Role
from sas.rooms.accounts.enums import LineState, LinkPurpose, Means, RequestState
from sas.rooms.accounts.models import (
    BulkCreation,
    BulkLine,
    DelegationComment,
    DelegationRequest,
    EditorLogin,
    LoginGrant,
    OneTimeLink,
    OpenSession,
    RegulatorIdentity,
    User,
)
from sas.rooms.assistance.models import AssistanceAnswer, AssistanceFile, AssistanceRequest
from sas.rooms.availability.models import AgendaChange
from sas.rooms.digests.enums import Period
from sas.rooms.digests.models import DigestChoice
from sas.rooms.directory.models import CptsMembership, Editor, Place
from sas.rooms.exchanges.models import EditorAccount
from sas.rooms.help.models import HelpEntry, HelpVersion
from sas.rooms.indicators.models import MonthFact
from sas.rooms.journal import operations as journal
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import AuditEntry
from sas.rooms.journal.rules import Change, Person
from sas.rooms.offer.models import KeptSearch, Rebuild
from sas.rooms.orientation import operations as orientation
from sas.rooms.orientation.models import OrientationMember
from sas.rooms.participation.models import ParticipationChange
from sas.rooms.texts.models import TextVersion
from sas.rooms.training.models import TrainingBlock, TrainingPage
from tests.factories import assistance, care, extracts, people

PICTURE = b"\x89PNG and so on"


def owner(now: datetime) -> Actor:
    """An effecteur, regulator and administrator who did one of each thing."""
    place = care.doctor_place()
    roles = (Role.EFFECTEUR, Role.REGULATEUR_OSNP, Role.ADMINISTRATEUR)
    actor = care.account(*roles, territories=(care.territory(),), professional_id=place.professional_id)
    _signs_in(actor, now)
    _delegates(actor, now)
    _asks(actor, now)
    _orients(actor, place, now)
    _keeps(actor, place, now)
    _writes(actor, now)
    _is_counted(actor, place, now)
    return actor


def _signs_in(actor: Actor, now: datetime) -> None:
    care.account(Role.IOA)  # somebody else: `owned_by` has them ask for a delegate
    people.owned_by(actor, now)
    User.objects.filter(id=actor.user_id).update(cpx_number="CPX9", last_login=now, commune="35238")
    OpenSession.objects.create(user_id=actor.user_id, session_key="k", means=Means.PASSWORD, opened_at=now)
    RegulatorIdentity.objects.get_or_create(user_id=actor.user_id, defaults={"technical_id": uuid4()})
    editor = Editor.objects.create(name="Agenda Vert")
    login = EditorLogin.objects.create(editor=editor, client_id="c", redirect_uris=[])
    facts = {"code_hash": "h", "redirect_uri": "https://editeur.example", "challenge": "c", "created_at": now}
    LoginGrant.objects.create(login=login, user_id=actor.user_id, session_key="k", **facts)
    told = {"state": "synced", "changed_at": now, "due_at": now}
    EditorAccount.objects.create(user_id=actor.user_id, editor=editor, **told)


def _delegates(actor: Actor, now: datetime) -> None:
    asked = DelegationRequest.objects.filter(delegate=actor.user_id)
    asked.update(state=RequestState.ACCEPTED, decided_at=now, decided_by=actor.user_id)
    DelegationComment.objects.create(request=asked.get(), author_id=actor.user_id, at=now, text="Rappelé.")
    bulk = BulkCreation.objects.create(author_id=actor.user_id, file_name="comptes.csv", created_at=now)
    BulkLine.objects.create(bulk=bulk, number=2, state=LineState.CREATED, user_id=actor.user_id)


def _asks(actor: Actor, now: datetime) -> None:
    asked = assistance.asked(now=now, actor=actor)
    AssistanceRequest.objects.filter(id=asked).update(taken_by=actor.user_id)
    AssistanceAnswer.objects.create(request_id=asked, author_id=actor.user_id, at=now, text="Voici.")
    facts = {"name": "capture.png", "kind": "png", "size": len(PICTURE), "content": PICTURE}
    AssistanceFile.objects.create(request_id=asked, **facts)


def _orients(actor: Actor, place: Place, now: datetime) -> None:
    local = datetime(2026, 11, 24, 10)
    made = orientation.orient_surnumeraire(actor=actor, key=uuid4(), place_id=place.id, local=local, now=now)
    about = {"orientation_id": made.orientation_id, "professional_id": place.professional_id}
    OrientationMember.objects.create(**about, named_by_id=actor.user_id, at=now)
    orientation.choose_notice(actor=actor, wanted=False, now=now)
    KeptSearch.objects.create(token=uuid4(), account_id=actor.user_id, asked="a", places=b"", cpts=b"", kept_at=now)


def _keeps(actor: Actor, place: Place, now: datetime) -> None:
    changed = {"user_id": actor.user_id, "at": now, "before": {}, "after": {}}
    AgendaChange.objects.create(place=place, kind="publish_slot", version=1, **changed)
    ParticipationChange.objects.create(professional_id=place.professional_id, **changed)
    Rebuild.objects.create(asked_by_id=actor.user_id, total=1, started_at=now, moved_at=now)
    DigestChoice.objects.create(user_id=actor.user_id, period=Period.WEEKLY, changed_at=now)
    extracts.failed(actor.user_id, now=now)


def _writes(actor: Actor, now: datetime) -> None:
    me = actor.user_id or 0
    wrote = {"author_id": me, "at": now}
    TextVersion.objects.create(key="banner", number=1, text="Bonjour", **wrote)
    entry = HelpEntry.objects.create(key="une-question", theme="incident", rank=999, state="brouillon")
    HelpVersion.objects.create(entry=entry, number=1, question="Quoi ?", answer="Ceci.", audiences=[], **wrote)
    TrainingPage.objects.create(profile="regulateur-osnp", slug="page", title="Une page", **wrote)
    TrainingBlock.objects.create(
        profile="regulateur-osnp", page_slug="page", kind="texte", text="Du texte", position=1, **wrote
    )
    said = Change({"family_name": "Le Goff"}, {"family_name": "Le Bihan"}, about=Person(PersonKind.USER, me))
    told = {"verb": "edit_account", "subject": "user", "subject_id": me, "now": now}
    journal.record_change(actor=Actor.SYSTEM, change=said, **told)
    AuditEntry.objects.create(at=now, user_id=999_999, verb="edit_account", subject="user", subject_id=me)


def _is_counted(actor: Actor, place: Place, now: datetime) -> None:
    cpts = people.structure(kind="cpts", name="CPTS")
    CptsMembership.objects.create(cpts=cpts, professional_id=place.professional_id, since=now.date())
    counts = dict.fromkeys(("honoured", "presumed", "not_honoured", "cancelled", "declined"), 0)
    about = {"professional_id": place.professional_id, "month": now.date().replace(day=1), "version": 1, "at": now}
    MonthFact.objects.create(**about, **counts, counted_ids=[], evidence={})
    facts = {"token_hash": "t", "email": "a@sas.example", "created_at": now, "expires_at": now + timedelta(days=1)}
    OneTimeLink.objects.create(purpose=LinkPurpose.NEW_EMAIL, user_id=actor.user_id, **facts)
