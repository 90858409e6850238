"""Informing the regulator."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability import queries, rules
from sas.rooms.availability.enums import ChangeKind
from sas.rooms.availability.models import Agenda
from sas.rooms.availability.operations.closing import Unchanged, announce, check_version, close
from sas.rooms.availability.operations.locking import lock_agenda
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.rules import Change, Person


def save_additional_info(*, actor: Actor, place_id: int, text: str, now: datetime, version: int | None = None) -> None:
    """Keep the plain text shown to regulators on the card (F-085). Raises Impossible above 1000 characters.

    `version` is that of the agenda that was shown; when given, Impossible is raised if it changed meanwhile.
    """
    kept = "".join(c for c in "\n".join(text.splitlines()).strip() if c == "\n" or c.isprintable())
    if len(kept) > rules.INFO_LENGTH:
        raise Impossible(
            f"Les informations complémentaires comptent {len(kept)} caractères : {rules.INFO_LENGTH} au maximum.",
            field="text",
        )
    with suppress(Unchanged), transaction.atomic(durable=True):
        place = queries.informed_place(actor=actor, place_id=place_id)
        agenda = lock_agenda(place_id=place_id, now=now)
        check_version(actor=actor, place=place, agenda=agenda, version=version)
        if kept == agenda.additional_info:
            raise Unchanged
        Agenda.objects.filter(place_id=place_id).update(additional_info=kept)
        before, after = rules.info_fact(agenda.additional_info), rules.info_fact(kept)
        change = _change(place, before=agenda.additional_info, after=kept)
        kind = ChangeKind.SAVE_ADDITIONAL_INFO
        close(actor=actor, agenda=agenda, kind=kind, before=[before], after=[after], now=now, change=change)
        announce([agenda], now=now)


def _change(place: PlaceFacts, *, before: str, after: str) -> Change:
    """Free text: under the key of whose place it is."""
    kind, owner = PersonKind.PROFESSIONAL, place.professional_id
    if owner is None:
        kind, owner = PersonKind.STRUCTURE, place.structure_id
    about = Person(kind, owner) if owner is not None else Person(PersonKind.PLACE, place.id)
    return Change({"text": before}, {"text": after}, about=about)
