"""The programs that may call our FHIR server: opened and closed by whoever runs the host (ADR 39)."""

import re
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex, token_urlsafe

from django.db import IntegrityError, transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.models import FhirClient
from sas.rooms.journal import operations as journal

_TAKEN = "Un autre client porte déjà ce nom, ce certificat ou ce système d'identifiants."
_SYSTEM = re.compile(r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+|https?://[^\s|]{3,}")


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """`common_name` and `unit` of a certificate, empty for none; `editor` by its name, with its `system`, or empty."""

    name: str
    common_name: str = ""
    unit: str = ""
    editor: str = ""
    system: str = ""
    reads: bool = False
    with_secret: bool = False


@dataclass(frozen=True, slots=True)
class NewClient:
    """`secret` is told this once, and is empty for a client that has none."""

    client_id: str
    secret: str


def open_client(*, actor: Actor, draft: ClientDraft, now: datetime) -> NewClient:
    """Let a program in. Raises Refused for anyone but administrators, Impossible for what cannot be."""
    if refusal := rules.may_see_exchanges(actor):
        raise refusal
    client_id, secret = f"sas-{token_hex(8)}", token_urlsafe(32) if draft.with_secret else ""
    with transaction.atomic(durable=True):
        made = FhirClient(
            name=draft.name,
            client_id=client_id,
            secret_digest=rules.digest(secret) if secret else "",
            common_name=draft.common_name or None,
            unit=draft.unit or None,
            editor_id=_editor(draft, actor=actor),
            system=draft.system or None,
            reads=draft.reads,
            created_at=now,
        )
        _insert(made)
        told = {"editor": made.editor_id, "reads": made.reads, "secret": draft.with_secret}
        journal.record(actor=actor, verb="open_fhir_client", subject="fhir_client", subject_id=made.id, now=now, **told)
    return NewClient(client_id, secret)


def close_client(*, actor: Actor, name: str, now: datetime) -> None:
    """Let a program in no more, from its next request on. Raises Refused, and Impossible when there is no such one."""
    if refusal := rules.may_see_exchanges(actor):
        raise refusal
    with transaction.atomic(durable=True):
        found = FhirClient.objects.select_for_update(of=("self",)).filter(name=name, active=True).first()
        if found is None:
            raise Impossible("Aucun client ouvert ne porte ce nom.")
        FhirClient.objects.filter(id=found.id).update(active=False)
        journal.record(actor=actor, verb="close_fhir_client", subject="fhir_client", subject_id=found.id, now=now)


def _editor(draft: ClientDraft, *, actor: Actor) -> int | None:
    """Raises Impossible for an editor without system or unknown, and for a client that could do nothing."""
    if bool(draft.unit) != bool(draft.common_name):
        raise Impossible("Un certificat est désigné par son CN et son OU.")
    if not (draft.common_name or draft.with_secret):
        raise Impossible("Un client est connu par un certificat ou par un secret.")
    if not draft.editor:
        if draft.system or not draft.reads:
            raise Impossible("Sans éditeur, un client ne fait que lire.")
        return None
    if not draft.common_name or not _SYSTEM.fullmatch(draft.system):
        raise Impossible("Un éditeur a un certificat et un système d'identifiants : urn:oid:… ou https://…")
    found = {one.name: one.id for one in directory.editor_states(actor=actor)}
    if draft.editor not in found:
        raise Impossible("Aucun éditeur ne porte ce nom.")
    return found[draft.editor]


def _insert(made: FhirClient) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twin:
        raise Impossible(_TAKEN) from twin
