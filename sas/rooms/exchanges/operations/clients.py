"""The programs that may read our FHIR server: opened and closed by whoever runs the host (ADR 39)."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex, token_urlsafe

from django.db import IntegrityError, transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.models import FhirClient
from sas.rooms.journal import operations as journal

_TAKEN = "Un autre client porte déjà ce nom ou ce certificat."


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """`common_name` and `unit` of its certificate, empty for none."""

    name: str
    common_name: str = ""
    unit: str = ""
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
    _check(draft)
    client_id, secret = f"sas-{token_hex(8)}", token_urlsafe(32) if draft.with_secret else ""
    with transaction.atomic(durable=True):
        made = FhirClient(
            name=draft.name,
            client_id=client_id,
            secret_digest=rules.digest(secret) if secret else "",
            common_name=draft.common_name or None,
            unit=draft.unit or None,
            created_at=now,
        )
        _insert(made)
        verb, subject, secretly = "open_fhir_client", "fhir_client", draft.with_secret
        journal.record(actor=actor, verb=verb, subject=subject, subject_id=made.id, now=now, secret=secretly)
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


def _check(draft: ClientDraft) -> None:
    """Raises Impossible for a client that nothing would tell from others."""
    if bool(draft.unit) != bool(draft.common_name):
        raise Impossible("Un certificat est désigné par son CN et son OU.")
    if not (draft.common_name or draft.with_secret):
        raise Impossible("Un client est connu par un certificat ou par un secret.")


def _insert(made: FhirClient) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twin:
        raise Impossible(_TAKEN) from twin
