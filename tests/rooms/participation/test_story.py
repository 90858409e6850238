"""The story of a professional's settings: who, when, before and after, in words."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.participation import queries
from sas.rooms.participation.enums import Via
from sas.rooms.participation.operations import ProfessionalSettingsDraft, load_settings
from tests.factories import choosing
from tests.factories.choosing import Doctor, without_software

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-110")]
MINUTE = timedelta(minutes=1)


def told(doctor: Doctor, page: int = 1) -> list[list[str]]:
    story = queries.settings_story(actor=doctor.actor, professional_id=doctor.professional_id, page=page)
    return [[f"{line.what} : {line.before} → {line.after}" for line in change.lines] for change in story.items]


def test_each_change_says_what_differs_and_nothing_else(now: datetime) -> None:
    doctor, cpts, editor = choosing.doctor(), choosing.structure("cpts", name="CPTS de l'Ille"), choosing.editor("Agil")
    doctor.save(now=now, **without_software())
    own = {"via": Via.CPTS, "structure_id": cpts.id, "cpts_places": frozenset({doctor.place.id})}
    doctor.save(now=now + MINUTE, **without_software(**own))
    named = {"has_software": True, "editors": frozenset({editor.id}), "hours_pledged": False}
    doctor.save(now=now + 2 * MINUTE, **without_software(**own, **named, reorientation_package=True))
    doctor.save(now=now + 3 * MINUTE)
    where = f"{doctor.place.address}, 35000 Rennes"
    left, shown, joined, _ = told(doctor)
    assert left == [
        "Participation au SAS : oui, via ma CPTS : CPTS de l'Ille → non",
        f"Lieux rattachés à la CPTS : {where} → aucun",
        "Solution de prise de rendez-vous : oui : Agil → non renseignée",
        "Forfait de réorientation des urgences : oui → non",
    ]
    assert shown == [
        "Solution de prise de rendez-vous : non → oui : Agil",
        "Créneaux éditeurs : non affichés → affichés",
        "2 heures par semaine déclarées sur l'honneur : oui → non",
        "Forfait de réorientation des urgences : non → oui",
    ]
    assert joined == [
        "Participation au SAS : oui, à titre individuel → oui, via ma CPTS : CPTS de l'Ille",
        f"Lieux rattachés à la CPTS : aucun → {where}",
    ]


def test_the_first_settings_say_everything(now: datetime) -> None:
    doctor = choosing.doctor()
    doctor.save(now=now, **without_software())
    assert told(doctor) == [
        [
            "Participation au SAS : non renseigné → oui, à titre individuel",
            "Lieux rattachés à la CPTS : non renseigné → aucun",
            "Solution de prise de rendez-vous : non renseigné → non",
            "Créneaux éditeurs : non renseigné → non affichés",
            "2 heures par semaine déclarées sur l'honneur : non renseigné → oui",
            "Forfait de réorientation des urgences : non renseigné → non",
        ]
    ]


def test_a_long_story_is_read_page_by_page_at_a_constant_cost(now: datetime) -> None:
    costs = []
    for size in (1, 3, 21):
        doctor = choosing.doctor()
        structures = [choosing.structure("msp") for _ in range(size)]
        for number, msp in enumerate(structures):
            doctor.save(now=now + number * MINUTE, **without_software(via=Via.MSP, structure_id=msp.id))
        with CaptureQueriesContext(connection) as captured:
            story = queries.settings_story(actor=doctor.actor, professional_id=doctor.professional_id, page=1)
        costs.append(len(captured))
        assert (len(story.items), story.has_next) == (min(size, 20), size > 20)
        assert story.items[0].by == doctor.actor.name
    assert len(set(costs)) == 1
    assert len(told(doctor, page=2)) == 1 and told(doctor, page=3) == []


def test_what_the_platform_loads_is_a_change_by_the_platform_and_nothing_when_it_is_the_same(now: datetime) -> None:
    doctor = choosing.doctor()
    loaded = ProfessionalSettingsDraft(doctor.professional_id, Via.INDIVIDUAL, editor_slots_refused=True)
    for minutes in range(2):
        now += minutes * MINUTE
        assert load_settings(actor=Actor.SYSTEM, professionals=[loaded], structures=[], now=now) == 1
    story = queries.settings_story(actor=doctor.actor, professional_id=doctor.professional_id, page=1)
    assert [change.by for change in story.items] == ["Plateforme"]
    assert told(doctor)[0][0] == "Participation au SAS : non renseigné → oui, à titre individuel"
    assert doctor.draft.via == Via.INDIVIDUAL
