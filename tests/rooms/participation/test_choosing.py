"""Saving one's settings: what §2.5 allows, who may, what is kept, what searches show."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.models import Place, Structure
from sas.rooms.journal.models import AuditEntry
from sas.rooms.offer import operations as offer
from sas.rooms.offer.models import OfferRank
from sas.rooms.participation import queries
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings
from sas.rooms.participation.rules import Known, SettingsDraft, judge
from tests.factories import care, choosing, delegation
from tests.factories.choosing import Doctor, without_software
from tests.rooms.participation.table import Combination, combinations, faults, kept

pytestmark = pytest.mark.django_db
OWN, CENTRE, FOREIGN = 1, 2, 3
VIA = {"cpts": Via.CPTS, "msp": Via.MSP, "sos": Via.SOS, "individual": Via.INDIVIDUAL}
PLACES = {"none": frozenset(), "own": frozenset({OWN}), "centre": frozenset({CENTRE}), "foreign": frozenset({FOREIGN})}
EDITORS = {"none": frozenset(), "one": frozenset({7}), "unknown": frozenset({8})}


def kind_of(asked: Combination) -> StructureKind | None:
    """What the directory says of the structure that is named."""
    right = {"cpts": StructureKind.CPTS, "msp": StructureKind.MSP, "sos": StructureKind.SOS}
    return {"right": right.get(asked.mode), "wrong": StructureKind.CDS}.get(asked.structure)


def drafted(asked: Combination) -> SettingsDraft:
    return SettingsDraft(
        accepts=asked.mode != "out",
        via=VIA.get(asked.mode, Via.NONE),
        structure_id=None if asked.structure == "none" else 5,
        cpts_places=PLACES[asked.place],
        has_software={"unsaid": None, "no": False, "yes": True}[asked.software],
        editors=EDITORS[asked.editors],
        hours_pledged=asked.pledged == "yes",
        editor_slots_refused=asked.refused == "yes",
    )


@pytest.mark.shows("F-032", "F-033", "F-034", "F-035", "F-036", "F-037", "F-038", "F-039", "F-041")
def test_every_combination_is_judged_as_the_table_says() -> None:
    for asked in combinations():
        known = Known(kind_of(asked), frozenset({OWN}), frozenset({7}))
        found = judge(draft=drafted(asked), known=known)
        assert set(found.problems) == faults(asked), asked
        if not found.problems:
            settled = found.settled
            left = {
                "via": settled.via.value,
                "structure": settled.structure_id is not None,
                "places": bool(settled.cpts_places),
                "has_software": settled.has_software,
                "editors": bool(settled.editors),
                "hours_pledged": settled.hours_pledged,
                "editor_slots_refused": settled.editor_slots_refused,
            }
            assert left == kept(asked), asked


def test_what_is_settled_is_settled_again_as_it_is() -> None:
    for asked in combinations():
        known = Known(kind_of(asked), frozenset({OWN}), frozenset({7}))
        settled = judge(draft=drafted(asked), known=known).settled
        assert judge(draft=settled, known=known).settled == settled


@pytest.mark.shows("F-110")
def test_the_first_save_keeps_settings_a_change_and_a_trace(now: datetime) -> None:
    doctor = choosing.doctor()
    assert doctor.save(now=now, **without_software(reorientation_package=True)) is True
    row = ProfessionalSettings.objects.get(professional_id=doctor.professional_id)
    assert (row.via, row.has_software, row.hours_pledged, row.editor_slots_refused) == (1, False, True, True)
    assert (row.reorientation_package, row.updated_at) == (True, now)
    change = ParticipationChange.objects.get(professional_id=doctor.professional_id)
    assert (change.at, change.user_id, change.before, change.after["via"]) == (now, doctor.actor.user_id, {}, 1)
    trace = AuditEntry.objects.get(verb="save_settings")
    assert (trace.subject_id, trace.details) == (
        str(doctor.professional_id),
        {"via": 1, "structure": None, "refused": True},
    )


def test_saving_the_same_thing_twice_writes_nothing(now: datetime) -> None:
    doctor = choosing.doctor()
    doctor.save(now=now, **without_software())
    seen = doctor.stamp
    assert doctor.save(now=now + timedelta(minutes=1), seen="", **without_software()) is False
    assert doctor.save(now=now + timedelta(minutes=1), **without_software(editor_slots_refused=True)) is False
    assert doctor.stamp == seen
    assert ParticipationChange.objects.count() == AuditEntry.objects.filter(verb="save_settings").count() == 1


def test_another_window_is_not_overwritten_in_silence(now: datetime) -> None:
    doctor = choosing.doctor()
    doctor.save(now=now, **without_software())
    seen = doctor.stamp
    doctor.save(now=now + timedelta(minutes=5), accepts=False)
    with pytest.raises(Impossible, match="modifiés le 23/11/2026 à 09h05 dans une autre fenêtre"):
        doctor.save(now=now + timedelta(minutes=9), seen=seen, **without_software(reorientation_package=True))
    with pytest.raises(Impossible, match="dans une autre fenêtre"):
        doctor.save(now=now + timedelta(minutes=9), seen="", **without_software(reorientation_package=True))
    assert doctor.draft.accepts is False


@pytest.mark.shows("F-044")
def test_what_is_not_allowed_is_refused_beside_its_question_and_nothing_is_kept(now: datetime) -> None:
    doctor, msp = choosing.doctor(), choosing.structure("msp")
    centre, own = frozenset({doctor.in_centre.id}), frozenset({doctor.place.id})
    cpts, gone = choosing.structure("cpts"), choosing.structure("cpts", closed_at=now)
    through = without_software(via=Via.CPTS, structure_id=cpts.id)
    for said, field in (
        ({"accepts": True}, "via"),
        (without_software(via=Via.CPTS, structure_id=msp.id, cpts_places=own), "structure"),
        (without_software(via=Via.CPTS, structure_id=gone.id, cpts_places=own), "structure"),
        (without_software(via=Via.CPTS, structure_id=cpts.id + 999, cpts_places=own), "structure"),
        (through, "cpts_places"),
        (through | {"cpts_places": own | centre}, "cpts_places"),
        (through | {"cpts_places": own, "hours_pledged": False}, "pledge"),
    ):
        with pytest.raises(Impossible) as problem:
            doctor.save(now=now, **said)
        assert problem.value.field == field
    assert not ProfessionalSettings.objects.exists() and not ParticipationChange.objects.exists()
    assert doctor.save(now=now, **through | {"cpts_places": own}) is True


def test_a_place_that_closed_is_no_longer_one_of_his(now: datetime) -> None:
    doctor, cpts = choosing.doctor(), choosing.structure("cpts")
    said = without_software(via=Via.CPTS, structure_id=cpts.id, cpts_places=frozenset({doctor.place.id}))
    Place.objects.filter(id=doctor.place.id).update(closed_at=now)
    with pytest.raises(Impossible, match="vos lieux d'exercice"):
        doctor.save(now=now, **said)


@pytest.mark.shows("F-038")
def test_an_editor_no_longer_offered_stays_with_whoever_named_it(now: datetime) -> None:
    doctor, other, old = choosing.doctor(), choosing.doctor(), choosing.editor("Ancien")
    said = {"accepts": True, "via": Via.INDIVIDUAL, "has_software": True, "editors": frozenset({old.id})}
    doctor.save(now=now, **said)
    old.active = False
    old.save()
    assert doctor.save(now=now + timedelta(minutes=1), **said, reorientation_package=True) is True
    with pytest.raises(Impossible) as problem:
        other.save(now=now, **said)
    assert problem.value.field == "editors"


def others_of(doctor: Doctor) -> list[Actor]:
    """Everybody but the professional and administrators, those who act for him first."""
    also = care.doctor_place().professional_id
    roles = (Role.EFFECTEUR, Role.DELEGATAIRE)
    return [
        delegation.delegate_of(doctor.place)[0],
        care.account(*roles, professional_id=also, delegated=(doctor.professional_id,)),
        choosing.doctor().actor,
        delegation.manager_of(delegation.structure()),
        care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),)),
        Actor.NOBODY,
    ]


@pytest.mark.shows("F-125")
def test_nobody_else_saves_settings_and_only_administrators_read_them(now: datetime) -> None:
    doctor = choosing.doctor()
    doctor.save(now=now, **without_software())
    about = {"professional_id": doctor.professional_id}
    others = others_of(doctor)
    readers = [care.account(Role.ADMINISTRATEUR), care.account(Role.ADMINISTRATEUR_NATIONAL), Actor.SYSTEM]
    for actor in (*others, *readers):
        with pytest.raises(Refused, match="un autre professionnel"):
            doctor.save(actor=actor, now=now, accepts=False)
    for actor in others:
        for query in (queries.own_settings, queries.settings_choices, queries.own_places):
            with pytest.raises(Refused):
                query(actor=actor, **about)
        with pytest.raises(Refused):
            queries.settings_story(actor=actor, page=1, **about)
    assert all(queries.own_settings(actor=actor, **about).draft.accepts for actor in readers)
    assert doctor.draft.accepts is True


@pytest.mark.shows("F-045")
def test_searches_show_the_change_at_once_of_the_person_and_of_the_houses_left_and_joined(now: datetime) -> None:
    doctor = choosing.doctor()
    left, left_place = choosing.house("msp")
    joined, joined_place = choosing.house("msp")

    def taking_part() -> list[bool]:
        places = (doctor.place.id, left_place.id, joined_place.id)
        return [OfferRank.objects.filter(place_id=place).values_list("participates", flat=True)[0] for place in places]

    offer.rebuild(actor=Actor.SYSTEM, now=now)
    assert taking_part() == [False, False, False]
    doctor.save(now=now, **without_software(via=Via.MSP, structure_id=left.id))
    assert taking_part() == [True, True, False]
    doctor.save(now=now + timedelta(seconds=1), **without_software(via=Via.MSP, structure_id=joined.id))
    assert taking_part() == [True, False, True]
    doctor.save(now=now + timedelta(seconds=2), **without_software())
    assert taking_part() == [True, False, False]
    doctor.save(now=now + timedelta(seconds=3), accepts=False, editor_slots_refused=True)
    assert taking_part() == [False, False, False]
    assert offer.differences(actor=Actor.SYSTEM, now=now) == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_first_saves_at_once_one_is_told_of_the_other(now: datetime) -> None:
    doctor, start, told = choosing.doctor(), Barrier(2), []

    def save(minutes: int) -> None:
        start.wait()
        try:
            said = without_software(reorientation_package=bool(minutes))
            doctor.save(now=now + timedelta(minutes=minutes), seen="", **said)
            told.append("done")
        except Impossible as problem:
            told.append(problem.reason[:32])
        finally:
            connection.close()

    windows = [Thread(target=save, args=(minutes,)) for minutes in (0, 1)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert sorted(told) == ["Vos paramètres ont été modifiés ", "done"]
    assert ParticipationChange.objects.count() == 1


@pytest.mark.shows("F-033", "F-035", "F-036")
def test_structures_are_found_by_name_or_identifier_ten_at_most_of_the_right_kind() -> None:
    for number in range(11):
        choosing.structure("cpts", name=f"CPTS Vilaine {number:02d}")
    msp, sos = choosing.structure("msp", name="MSP Vilaine"), choosing.structure("sos", name="SOS Vilaine")
    choosing.structure("msp", name="MSP Vilaine fermée", closed_at=choosing.care.LONG_AGO)

    def found(via: Via, text: str) -> list[int]:
        return [one.id for one in queries.suggested_through(actor=Actor.SYSTEM, via=via, text=text)]

    assert len(found(Via.CPTS, "v")) == 10
    assert found(Via.CPTS, "vilaine 10") == [Structure.objects.get(name="CPTS Vilaine 10").id]
    assert found(Via.MSP, "VILAINE") == found(Via.MSP, msp.finess[:8]) == [msp.id]
    assert found(Via.SOS, sos.siret) == [sos.id]
    assert found(Via.INDIVIDUAL, "vilaine") == found(Via.CPTS, " ") == []
