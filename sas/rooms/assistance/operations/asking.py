"""A request sent by the contact form: checked whole, kept with its files, sent to whoever answers (F-242 to F-244)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from sas import keyed
from sas.actor import Actor
from sas.adapters.antivirus import client as antivirus
from sas.errors import Impossible, Unavailable
from sas.rooms.accounts import queries as accounts
from sas.rooms.accounts.queries import Administrator
from sas.rooms.assistance import rules
from sas.rooms.assistance.enums import HOLDERS, LOCAL_DESKS, ROUTES, Desk
from sas.rooms.assistance.models import AssistanceFile, AssistanceRequest
from sas.rooms.assistance.rules import Asking
from sas.rooms.assistance.rules.files import CheckedFile, GivenFile, checked_files
from sas.rooms.assistance.rules.files.faults import Fault
from sas.rooms.directory import queries as directory
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import operations as outbox
from sas.rooms.texts import queries as texts

_A_DAY = timedelta(days=1)
_ONE_AT_A_TIME = 0x5A5_A551
"""The lock under which requests are counted and made."""
_TOO_MANY = "Trop de demandes ont été envoyées d'ici en vingt-quatre heures : réessayez demain."
_NOT_SCANNED = (
    "L'antivirus ne répond pas pour le moment : réessayez dans un instant, ou envoyez votre demande sans pièce jointe."
)
_NO_TERRITORY = "Ce territoire n'existe plus : choisissez-en un autre."


def ask_assistance(
    *, actor: Actor, asking: Asking, files: Sequence[GivenFile], network_address: str, now: datetime
) -> str:
    """Keep the request, write to whoever answers and to whoever asks; returns its number for people.

    Raises Impossible, with its field, for what the form must change, a file that is not accepted or that no antivirus
    could look at (field "files"), or too many requests: nothing is kept then.
    """
    wanted = rules.checked(asking)
    kept = checked_files(files)
    _look_at(kept)
    with transaction.atomic(durable=True):
        origin = _counted(actor, wanted.email, network_address=network_address, now=now)
        territory = _territory_name(actor, wanted.territory_id)
        desk, readers = _readers(actor, wanted)
        row = _written(wanted, kept, desk=desk, sender_id=actor.user_id, origin=origin, created_at=now)
        number = rules.reference(row.id, now)
        about = {"numero": number, "objet": wanted.topic.label}
        link = f"{settings.PUBLIC_URL}/administration/assistance/{row.id}"
        _tell_readers(readers, actor=actor, now=now, territoire=territory, lien=link, **about)
        _tell_sender(wanted, actor=actor, now=now, **about)
        told = {"topic": row.topic, "desk": row.desk, "files": len(kept), "written_to": len(readers)}
        journal.record(
            actor=actor, verb="ask_assistance", subject="assistance_request", subject_id=row.id, now=now, **told
        )
    return number


def _look_at(files: Collection[CheckedFile]) -> None:
    """Before any transaction: the antivirus may take its time."""
    for one in files if antivirus.is_configured() else ():
        try:
            found = antivirus.infection(one.content)
        except Unavailable:
            raise Impossible(_NOT_SCANNED, field="files") from None
        if found:
            raise Impossible(f"« {one.name} » {Fault.INFECTED.value}", field="files")


def _counted(actor: Actor, email: str, *, network_address: str, now: datetime) -> str:
    """Who sends, as it is counted; raises Impossible beyond the bounds. Counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    told = f"account {actor.user_id}" if actor.user_id else f"network {network_address}"
    origins = keyed.digests(told, use="sas.assistance.origin")
    lately = AssistanceRequest.objects.filter(created_at__gt=now - _A_DAY)
    most = rules.MOST_A_DAY if actor.user_id else rules.MOST_FROM_A_NETWORK
    if lately.filter(origin__in=origins).count() >= most or lately.filter(email=email).count() >= rules.MOST_A_DAY:
        raise Impossible(_TOO_MANY)
    return origins[0]


def _territory_name(actor: Actor, territory_id: int | None) -> str:
    if territory_id is None:
        return "non précisé"
    names = directory.territory_names(actor=actor, territory_ids=[territory_id])
    if territory_id not in names:
        raise Impossible(_NO_TERRITORY, field="territory")
    return names[territory_id]


def _readers(actor: Actor, asking: Asking) -> tuple[Desk, Sequence[Administrator]]:
    """The desk, and whom to write to: technical administrators, who read everything, when nobody holds it."""
    local = ROUTES[asking.topic]
    found: Sequence[Administrator] = ()
    if local in LOCAL_DESKS and asking.territory_id:
        found = accounts.holders(actor=actor, role=HOLDERS[local], territory_id=asking.territory_id)
    desk = rules.desk_of(asking.topic, held=[local] if found else [])
    return desk, (
        found
        or accounts.holders(actor=actor, role=HOLDERS[desk])
        or accounts.holders(actor=actor, role=HOLDERS[Desk.TECHNICAL])
    )


def _written(asking: Asking, files: Collection[CheckedFile], **columns: object) -> AssistanceRequest:
    row = AssistanceRequest.objects.create(**_columns(asking), **columns)
    AssistanceFile.objects.bulk_create(
        AssistanceFile(request=row, name=one.name, kind=one.kind, size=len(one.content), content=one.content)
        for one in files
    )
    return row


def _columns(asking: Asking) -> dict[str, object]:
    same = ("topic", "family_name", "given_name", "phone", "email", "territory_id", "message", "page")
    structure = ("structure_name", "structure_number")
    return {name: getattr(asking, name) for name in (*same, *structure)} | {"role": asking.role or ""}


def _tell_readers(readers: Sequence[Administrator], *, actor: Actor, now: datetime, **values: str) -> None:
    letter = texts.letter(actor=actor, key="mail_assistance_new", now=now, **values)
    for one in readers:
        outbox.post(actor=actor, kind="assistance_new", to=one.email, letter=letter, now=now, user_id=one.user_id)


def _tell_sender(asking: Asking, *, actor: Actor, now: datetime, **values: str) -> None:
    """An address that only was typed is not sent the message: the form would write to anybody what anybody wants."""
    is_own = actor.user_id is not None and accounts.email_of(actor=actor, user_id=actor.user_id) == asking.email
    kind = "assistance_copy" if is_own else "assistance_received"
    said = values | ({"message": asking.message} if is_own else {})
    letter = texts.letter(actor=actor, key=f"mail_{kind}", now=now, **said)
    user_id = actor.user_id if is_own else None
    outbox.post(actor=actor, kind=kind, to=asking.email, letter=letter, now=now, user_id=user_id)
