"""A professional saves his settings (F-032 to F-045)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from sas import changes
from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change
from sas.rooms.participation import queries, rules
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings
from sas.rooms.participation.operations.telling import facts_of, told
from sas.rooms.participation.queries.settings import stamp_of_settings
from sas.rooms.participation.rules import SettingsDraft

_MEANWHILE = (
    "Vos paramètres ont été modifiés le {at:%d/%m/%Y} à {at:%Hh%M} dans une autre fenêtre. Vérifiez votre demande, "
    "puis enregistrez à nouveau."
)


def save_settings(*, actor: Actor, professional_id: int, draft: SettingsDraft, seen: str, now: datetime) -> bool:
    """Keep the settings of a professional; returns whether they say something new.

    `seen` is the stamp of the settings that were shown. Raises Refused for anybody but the professional himself, and
    Impossible, beside its question, for what §2.5 does not allow, or when the settings changed meanwhile. Searches
    show the change at once: on his places, and on those of the MSP that he leaves or joins (sas-domain §2.4).
    """
    own = accounts.professional_of(actor=actor)
    with transaction.atomic(durable=True):
        if refused := rules.may_choose(actor=actor, own_id=own, professional_id=professional_id):
            raise refused
        choices = queries.settings_choices(actor=actor, professional_id=professional_id)
        judgement = queries.judged_settings(actor=actor, draft=draft, choices=choices).judgement
        if judgement.problems:
            question, sentence = next(iter(judgement.problems.items()))
            raise Impossible(sentence, field=question.value)
        row, made = _held(professional_id, now=now)
        before, after = {} if made else facts_of(row), _columns(judgement.settled)
        if before == told(after):
            return False
        if seen != ("" if made else stamp_of_settings(row)):
            raise Impossible(_MEANWHILE.format(at=row.updated_at.astimezone(ZoneInfo(choices.zone))))
        ProfessionalSettings.objects.filter(professional_id=professional_id).update(**after, updated_at=now)
        _close(actor=actor, professional_id=professional_id, before=before, after=told(after), now=now)
    return True


def _held(professional_id: int, *, now: datetime) -> tuple[ProfessionalSettings, bool]:
    """The row, held by the transaction, and whether it had to be made: of two first saves the second waits here."""
    _, made = ProfessionalSettings.objects.get_or_create(professional_id=professional_id, defaults={"updated_at": now})
    row = ProfessionalSettings.objects.select_for_update(of=("self",)).get(professional_id=professional_id)
    return row, made


def _close(*, actor: Actor, professional_id: int, before: dict[str, Any], after: dict[str, Any], now: datetime) -> None:
    """The change, its trace, and its announcement."""
    ParticipationChange.objects.create(
        professional_id=professional_id, at=now, user_id=actor.user_id, before=before, after=after
    )
    trace = {"via": after["via"], "structure": after["structure"], "refused": after["editor_slots_refused"]}
    trace["change"] = Change(before, after)
    journal.record_change(
        actor=actor, verb="save_settings", subject="professional", subject_id=professional_id, now=now, **trace
    )
    houses = [facts["structure"] for facts in (before, after) if facts and facts["via"] == Via.MSP]
    reached = directory.place_ids_of(actor=actor, professionals=[professional_id], structures=houses)
    changes.place_changed(reached, now=now)


def _columns(settled: SettingsDraft) -> dict[str, Any]:
    return {
        "via": settled.via.value,
        "structure_id": settled.structure_id,
        "cpts_places": sorted(settled.cpts_places),
        "has_software": settled.has_software,
        "editors": sorted(settled.editors),
        "hours_pledged": settled.hours_pledged,
        "editor_slots_refused": settled.editor_slots_refused,
        "reorientation_package": settled.reorientation_package,
    }
