"""Whatever people choose one after the other, the read model is what a rebuild would make (sas-domain §2.4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability import queries as availability
from sas.rooms.directory.models import Editor, Place, Structure
from sas.rooms.offer import operations as offer
from sas.rooms.offer import queries as offer_queries
from sas.rooms.participation.enums import Via
from sas.rooms.participation.rules import SettingsDraft
from tests.conftest import NOW
from tests.factories import care, choosing
from tests.factories.choosing import Doctor, without_software

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 24)


@dataclass(frozen=True)
class Town:
    """Two doctors of two places each, with agendas, and the structures that they may name."""

    doctors: tuple[Doctor, ...]
    structures: tuple[Structure, ...]
    editor: Editor


@pytest.fixture
def town() -> Town:
    doctors = (choosing.doctor(places=2), choosing.doctor(places=2))
    for one in doctors:
        one.save(now=NOW, **without_software())
        care.published(place=one.place, owner=one.actor, day=TOMORROW, now=NOW)
    houses = [choosing.house("msp")[0], choosing.house("msp")[0], choosing.house("sos")[0]]
    offer.rebuild(actor=Actor.SYSTEM, now=NOW)
    return Town(doctors, (*houses, choosing.structure("cpts")), choosing.editor())


OFTEN = st.sampled_from((True, True, True, False))
SAID = st.builds(
    SettingsDraft,
    accepts=OFTEN,
    via=st.sampled_from(Via),
    structure_id=st.integers(0, 3),
    cpts_places=st.sampled_from((frozenset({0}), frozenset({1}), frozenset({0, 1}), frozenset())),
    has_software=st.sampled_from((None, False, True)),
    editors=st.sampled_from((frozenset({0}), frozenset())),
    hours_pledged=OFTEN,
    editor_slots_refused=st.booleans(),
    reorientation_package=st.booleans(),
)
CHANGES = st.lists(st.tuples(st.integers(0, 1), SAID), min_size=1, max_size=6)


def in_this_town(town: Town, doctor: Doctor, said: SettingsDraft) -> dict:
    """The draft with things of the town in its numbers; a structure of the right kind when there is one."""
    kinds = {Via.CPTS: "cpts", Via.MSP: "msp", Via.SOS: "sos"}
    fit = [one for one in town.structures if one.kind == kinds.get(said.via)] or list(town.structures)
    places = list(Place.objects.filter(professional_id=doctor.professional_id, site_finess="").order_by("id"))
    facts = {name: getattr(said, name) for name in SettingsDraft.__dataclass_fields__}
    return facts | {
        "structure_id": fit[(said.structure_id or 0) % len(fit)].id,
        "cpts_places": frozenset(places[at].id for at in said.cpts_places),
        "editors": frozenset(town.editor.id for _ in said.editors),
    }


@pytest.mark.shows("F-045")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=CHANGES)
def test_the_read_model_equals_a_rebuild_after_any_changes(town: Town, asked: list[tuple[int, SettingsDraft]]) -> None:
    start = transaction.savepoint()
    for minutes, (who, said) in enumerate(asked):
        doctor = town.doctors[who]
        try:
            doctor.save(now=NOW + timedelta(minutes=minutes + 1), **in_this_town(town, doctor, said))
        except Impossible:
            continue
        assert offer.differences(actor=Actor.SYSTEM, now=NOW + timedelta(minutes=minutes + 1)) == 0
    transaction.savepoint_rollback(start)


def offered(place: Place, now: datetime) -> int:
    """How many openings a regulator is shown on the card of the place."""
    card = offer_queries.card_of(actor=Actor.SYSTEM, place_id=place.id, now=now)
    return sum(len((*day.lines, *day.more)) for day in (card.days if card else ()))


@pytest.mark.shows("F-045", "F-077")
def test_from_a_cpts_to_sos_medecins_slots_are_kept_and_hidden_and_come_back(now: datetime) -> None:
    """E45."""
    doctor, cpts, sos = choosing.doctor(), choosing.structure("cpts"), choosing.structure("sos")
    own = frozenset({doctor.place.id})
    through_cpts = without_software(via=Via.CPTS, structure_id=cpts.id, cpts_places=own)
    doctor.save(now=now, **through_cpts)
    slot = care.published(place=doctor.place, owner=doctor.actor, day=TOMORROW, now=now)
    assert (offered(doctor.place, now), opens(doctor)) == (1, True)
    doctor.save(now=now + timedelta(minutes=1), accepts=True, via=Via.SOS, structure_id=sos.id)
    kept = availability.agendas(actor=Actor.SYSTEM, place_ids=own)[doctor.place.id]
    assert [one.id for one in kept.slots] == [slot]
    assert (offered(doctor.place, now), opens(doctor)) == (0, False)
    doctor.save(now=now + timedelta(minutes=2), **through_cpts)
    assert (offered(doctor.place, now), opens(doctor)) == (1, True)


def opens(doctor: Doctor) -> bool:
    return availability.access_to(actor=doctor.actor, place_id=doctor.place.id).open
