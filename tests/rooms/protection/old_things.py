"""One thing of each kind that ends by itself, begun at an instant; each maker tells how to see whether it is there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.sessions.models import Session
from django.db import transaction

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
    SignInGuard,
    User,
)
from sas.rooms.assistance.enums import AssistanceState, FileKind
from sas.rooms.assistance.models import AssistanceAnswer, AssistanceFile, AssistanceRequest
from sas.rooms.calendars.models import BusyTime, CalendarFeed, CalendarSource
from sas.rooms.digests.enums import Period
from sas.rooms.digests.models import DigestChoice
from sas.rooms.directory.models import Editor, ImportReject, ImportRun
from sas.rooms.exchanges.models import Appointment, AppointmentVersion
from sas.rooms.extracts.models import Extract
from sas.rooms.journal import operations as journal
from sas.rooms.journal.models import AuditEntry
from sas.rooms.offer.models import KeptSearch
from sas.rooms.orientation.models import OrientationNotice, OrientationRequest
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.usage.enums import EventName, EventOrigin
from sas.rooms.usage.models import UsageEvent
from tests.conftest import NOW
from tests.factories import assistance, care, exchanges, extracts

There = Callable[[], bool]
Maker = Callable[[datetime], There]


def _regulator() -> int:
    return care.regulator().user_id or 0


def session(at: datetime) -> There:
    """Expires then."""
    key = uuid4().hex
    Session.objects.create(session_key=key, session_data="", expire_date=at)
    OpenSession.objects.create(user_id=_regulator(), session_key=key, means=Means.PASSWORD, opened_at=at)
    rows = OpenSession.objects.filter(session_key=key)
    return lambda: rows.exists() or Session.objects.filter(session_key=key).exists()


def _link(user_id: int | None, at: datetime) -> There:
    facts = {"token_hash": uuid4().hex, "email": "x@sas.example", "created_at": at, "expires_at": at}
    made = OneTimeLink.objects.create(purpose=LinkPurpose.RESET, user_id=user_id, **facts)
    return OneTimeLink.objects.filter(id=made.id).exists


def link(at: datetime) -> There:
    """Of an account; expires then."""
    return _link(_regulator(), at)


def demand(at: datetime) -> There:
    """Of nobody yet; expires then."""
    return _link(None, at)


def failure(at: datetime) -> There:
    """The last one on an address."""
    made = SignInGuard.objects.create(key=uuid4().hex, updated_at=at)
    return SignInGuard.objects.filter(key=made.key).exists


def login(at: datetime) -> There:
    """A regulator told to an editor."""
    editor = Editor.objects.create(name=f"Éditeur {uuid4().hex}")
    asking = EditorLogin.objects.create(editor=editor, client_id=uuid4().hex, redirect_uris=[])
    facts = {"code_hash": uuid4().hex, "redirect_uri": "https://editeur.example", "challenge": "c"}
    made = LoginGrant.objects.create(login=asking, user_id=_regulator(), session_key="s", created_at=at, **facts)
    return LoginGrant.objects.filter(id=made.id).exists


def unused_account(at: datetime) -> There:
    """Deactivated, and its last sign-in was then."""
    user_id = _regulator()
    User.objects.filter(id=user_id).update(is_active=False, last_login=at)
    return User.objects.filter(id=user_id, closed_at__isnull=True, family_name__startswith="Le Goff").exists


def delegation_request(at: datetime) -> There:
    """Refused then, with a comment."""
    person = {"family_name": "Laurent", "given_name": "Denis", "email": "denis@sas.example", "commune_id": "35238"}
    decided = {"state": RequestState.REFUSED, "created_at": at, "decided_at": at, "territory_ids": []}
    made = DelegationRequest.objects.create(requester_id=_regulator(), **person, **decided)
    said = DelegationComment.objects.create(request=made, at=at, text="Rappelé.")
    return lambda: (
        DelegationRequest.objects.filter(id=made.id).exists() or DelegationComment.objects.filter(id=said.id).exists()
    )


def account_file(at: datetime) -> There:
    """Read then, with a line."""
    made = BulkCreation.objects.create(author_id=_regulator(), file_name="comptes.csv", created_at=at)
    line = BulkLine.objects.create(bulk=made, number=2, values={"nom": "Laurent"}, state=LineState.READY)
    return BulkLine.objects.filter(id=line.id, bulk__file_name="comptes.csv").exists


def mail(at: datetime) -> There:
    """Written then."""
    facts = {"kind": "test", "to": "a@sas.example", "subject": "Objet", "text": "…", "html": "…", "created_at": at}
    made = OutgoingMail.objects.create(**facts)
    return OutgoingMail.objects.filter(id=made.id).exists


def _asked(at: datetime, **facts: object) -> int:
    made = assistance.asked(now=at, network=f"192.0.2.{uuid4().int % 250}")
    AssistanceRequest.objects.filter(id=made).update(**facts)
    return made


def _closed(at: datetime) -> int:
    return _asked(at, state=AssistanceState.CLOSED, closed_at=at)


def assistance_origin(at: datetime) -> There:
    """What counts the request made then."""
    return AssistanceRequest.objects.filter(id=_asked(at)).exclude(origin="").exists


def assistance_file(at: datetime) -> There:
    """Joined to a request closed then."""
    about = {"name": "capture.png", "kind": FileKind.PNG, "size": 3, "content": b"png"}
    made = AssistanceFile.objects.create(request_id=_closed(at), **about)
    return AssistanceFile.objects.filter(id=made.id).exists


def assistance_request(at: datetime) -> There:
    """Closed then, with an answer."""
    answer = AssistanceAnswer.objects.create(request_id=_closed(at), at=at, text="Voici.")
    return AssistanceAnswer.objects.filter(id=answer.id, request__isnull=False).exists


def search(at: datetime) -> There:
    """Its list was fixed then."""
    facts = {"account_id": 1, "asked": "a", "places": b"", "cpts": b""}
    made = KeptSearch.objects.create(token=uuid4(), kept_at=at, **facts)
    return KeptSearch.objects.filter(token=made.token).exists


def orientation_key(at: datetime) -> There:
    """A form sent then, of which nothing came."""
    facts = {"author_id": _regulator(), "asked": "slot 1", "refusal": "full"}
    made = OrientationRequest.objects.create(key=uuid4(), at=at, **facts)
    return OrientationRequest.objects.filter(key=made.key).exists


def _perhaps_closed(at: datetime) -> int:
    """Somebody whose account was closed then, if that has come."""
    user_id = _regulator()
    User.objects.filter(id=user_id).update(closed_at=at if at < NOW else None)
    return user_id


def orientation_notice(at: datetime) -> There:
    """Of an account closed then, if that has come."""
    user_id = _perhaps_closed(at)
    OrientationNotice.objects.create(user_id=user_id, wanted=False, changed_at=at)
    return OrientationNotice.objects.filter(user_id=user_id).exists


def digest_choice(at: datetime) -> There:
    """Of an account closed then, if that has come."""
    user_id = _perhaps_closed(at)
    DigestChoice.objects.create(user_id=user_id, period=Period.WEEKLY, changed_at=at)
    return DigestChoice.objects.filter(user_id=user_id).exists


def extract(at: datetime) -> There:
    """Asked for then, in vain."""
    made = extracts.failed(_regulator(), now=at)
    return Extract.objects.filter(id=made.id).exists


def usage_event(at: datetime) -> There:
    """Of then."""
    made = UsageEvent.objects.create(name=EventName.CARD_OPENED, at=at, origin=EventOrigin.BACK, content={})
    return UsageEvent.objects.filter(id=made.id).exists


def calendar(at: datetime) -> There:
    """Of a professional for whom nobody acts since then, if that has come."""
    place = care.doctor_place()
    if at > NOW:
        care.keeper(place)
    facts = {"sealed_address": "s", "host": "agenda.example", "added_at": NOW, "next_read_at": NOW}
    CalendarSource.objects.create(place=place, **facts)
    CalendarFeed.objects.create(place=place, token_hash=uuid4().hex, sealed_token="t", made_at=NOW)
    BusyTime.objects.create(place=place, start=NOW, end=NOW + timedelta(hours=1))
    tied = (CalendarSource, CalendarFeed, BusyTime)
    return lambda: any(model.objects.filter(place=place).exists() for model in tied)


def lrm_message(at: datetime) -> There:
    """Written then."""
    lrm = exchanges.told_lrm(hub_name=f"fr.health.samu{uuid4().int % 10**6}", now=at)
    (made,) = exchanges.in_state("acked", now=at, lrm_id=lrm)
    return exchanges.LrmMessage.objects.filter(id=made).exists


def appointment_version(at: datetime) -> There:
    """Reported then, and something else since."""
    editor = Editor.objects.create(name=f"Éditeur {uuid4().hex}")
    about = {"system": "s", "value": uuid4().hex, "status": "booked", "version": 2}
    made = Appointment.objects.create(editor=editor, identity=uuid4(), created_at=at, changed_at=at, **about)
    first, _ = (
        AppointmentVersion.objects.create(appointment=made, number=number, received_at=at, body="{}")
        for number in (1, 2)
    )
    return AppointmentVersion.objects.filter(id=first.id).exists


def import_reject(at: datetime) -> There:
    """Of an import that began then."""
    run = ImportRun.objects.create(source="rpps", file_name="f", file_identity=uuid4().hex, started_at=at)
    made = ImportReject.objects.create(run=run, line=2, reason="Adresse à l'étranger", excerpt="810000000001")
    return ImportReject.objects.filter(id=made.id).exists


def trace(at: datetime) -> There:
    """Written and sealed then."""
    with transaction.atomic():
        journal.record(actor=Actor.SYSTEM, verb="tried", subject="house", now=at)
    journal.seal(actor=Actor.SYSTEM, now=at)
    return AuditEntry.objects.filter(id=AuditEntry.objects.latest("id").id).exists


MAKERS: dict[str, Maker] = {
    "sessions": session,
    "links": link,
    "demands": demand,
    "failures": failure,
    "logins": login,
    "unused_accounts": unused_account,
    "delegation_requests": delegation_request,
    "account_files": account_file,
    "mails": mail,
    "assistance_origins": assistance_origin,
    "assistance_files": assistance_file,
    "assistance_requests": assistance_request,
    "searches": search,
    "orientation_keys": orientation_key,
    "orientation_notices": orientation_notice,
    "digest_choices": digest_choice,
    "extracts": extract,
    "usage_events": usage_event,
    "calendars": calendar,
    "lrm_messages": lrm_message,
    "appointment_versions": appointment_version,
    "import_rejects": import_reject,
    "journal": trace,
}


def dormant(*roles: Role, at: datetime) -> int:
    """Somebody with these roles whose last sign-in was then."""
    user_id = _regulator()
    User.objects.filter(id=user_id).update(roles=list(roles), last_login=at, created_at=at - timedelta(days=1))
    return user_id
