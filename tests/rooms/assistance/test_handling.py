"""Answering a request: who reads it, how it moves, what whoever asked is told, when it goes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.assistance import operations, queries
from sas.rooms.assistance.enums import AssistanceState, Topic
from sas.rooms.assistance.models import AssistanceFile, AssistanceRequest
from sas.rooms.assistance.queries import AssistanceFilters, handling
from sas.rooms.assistance.rules.files import GivenFile
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import attachments, care
from tests.factories.assistance import Scene, asked, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-244")]
PAGE = 3
ANYTHING = AssistanceFilters()
FILE = GivenFile("a.pdf", attachments.pdf())


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def seen(actor: Actor, **filters: Any) -> list[int]:
    found = queries.assistance_queue(actor=actor, filters=AssistanceFilters(**filters))
    return [one.id for one in found.items]


def test_each_desk_sees_its_own_requests_and_administrators_all_of_them(scene: Scene, now: datetime) -> None:
    other = care.territory()
    for role in (Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL):
        care.account(role, territories=(other,))
    account, data, bug, elsewhere, nowhere = (
        asked(topic, now=now, territory_id=territory, files=[FILE])
        for topic, territory in (
            (Topic.LOGIN, scene.territory),
            (Topic.DATA, scene.territory),
            (Topic.BUG, scene.territory),
            (Topic.LOGIN, other),
            (Topic.LOGIN, None),
        )
    )
    everything = {account, data, bug, elsewhere, nowhere}
    stranger = care.account(Role.REGULATEUR_OSNP, territories=(scene.territory,))
    sights = {scene.manager: {account}, scene.referent: {data}, scene.national: everything, scene.technical: everything}
    for actor, own in (sights | {stranger: set()}).items():
        if own:
            assert set(seen(actor)) == own
        for made in everything:
            detail = queries.assistance_request(actor=actor, request_id=made)
            file_id = AssistanceFile.objects.get(request_id=made).id
            file = queries.assistance_file(actor=actor, request_id=made, file_id=file_id)
            assert (detail is not None, file is not None) == (made in own, made in own)
    other_file = AssistanceFile.objects.get(request_id=elsewhere).id
    assert queries.assistance_file(actor=scene.manager, request_id=account, file_id=other_file) is None
    with pytest.raises(Refused):
        queries.assistance_queue(actor=stranger, filters=ANYTHING)


def test_a_request_is_taken_answered_twice_and_closed(scene: Scene, now: datetime) -> None:
    made = asked(now=now, territory_id=scene.territory, email="anne@sas.example")
    about = {"request_id": made, "now": now}
    operations.take_assistance(actor=scene.manager, **about)
    with pytest.raises(Impossible, match=f"déjà prise en charge par {scene.manager.name}"):
        operations.take_assistance(actor=scene.national, **about)
    for text in ("Essayez\r\nceci.", "Et cela."):
        operations.answer_assistance(actor=scene.manager, text=text, **about)
    mails = OutgoingMail.objects.filter(kind="assistance_answer", to="anne@sas.example").order_by("id")
    assert ["Essayez\nceci." in mails[0].text, "Et cela." in mails[1].text] == [True, True]
    operations.close_assistance(actor=scene.national, **about)
    row = AssistanceRequest.objects.get(id=made)
    assert (row.state, row.taken_by_id, row.closed_at) == ("closed", scene.manager.user_id, now)
    for act in (operations.take_assistance, operations.close_assistance):
        with pytest.raises(Impossible, match="déjà close"):
            act(actor=scene.manager, **about)
    with pytest.raises(Impossible, match="déjà close"):
        operations.answer_assistance(actor=scene.manager, text="Encore.", **about)
    verbs = AuditEntry.objects.filter(subject="assistance_request", subject_id=str(made)).order_by("id")
    assert [(one.verb, one.details) for one in verbs][1:] == [
        ("in_hand_assistance", {}),
        ("answered_assistance", {}),
        ("answered_assistance", {}),
        ("closed_assistance", {}),
    ]


def test_whoever_answers_first_has_taken_it_in_hand(scene: Scene, now: datetime) -> None:
    made = asked(now=now, territory_id=scene.territory)
    for text in ("", "a" * 2001):
        with pytest.raises(Impossible) as refused:
            operations.answer_assistance(actor=scene.manager, request_id=made, text=text, now=now)
        assert refused.value.field == "text"
    operations.answer_assistance(actor=scene.manager, request_id=made, text="Voici.", now=now)
    found = queries.assistance_request(actor=scene.national, request_id=made)
    assert found and found.facts.taken_by == scene.manager.name
    assert [(one.author, one.text) for one in found.answers] == [(scene.manager.name, "Voici.")]


def test_nobody_else_moves_a_request(scene: Scene, now: datetime) -> None:
    made = asked(now=now, territory_id=scene.territory)
    elsewhere = care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))
    for actor in (scene.referent, elsewhere, Actor.NOBODY):
        for request_id in (made, 0):
            about = {"actor": actor, "request_id": request_id, "now": now}
            for act in (operations.take_assistance, operations.close_assistance):
                with pytest.raises(Refused):
                    act(**about)
            with pytest.raises(Refused):
                operations.answer_assistance(text="Non", **about)
    assert AssistanceRequest.objects.get(id=made).state == AssistanceState.NEW


def test_the_list_shows_what_waits_first_page_by_page_and_narrowed(
    scene: Scene, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "PAGE", PAGE)
    many = [asked(Topic.BUG, now=now + timedelta(hours=at), network=str(at)) for at in range(PAGE + 2)]
    operations.take_assistance(actor=scene.technical, request_id=many[-1], now=now)
    operations.answer_assistance(actor=scene.technical, request_id=many[-2], text="Oui", now=now)
    queue = queries.assistance_queue(actor=scene.technical, filters=ANYTHING)
    assert (queue.total, queue.waiting, queue.last, len(queue.items)) == (PAGE + 2, PAGE + 1, 2, PAGE)
    second = queries.assistance_queue(actor=scene.technical, filters=ANYTHING, number=2)
    assert [one.id for one in (*queue.items, *second.items)] == [*reversed(many[:-2]), many[-1], many[-2]]
    own = asked(Topic.LOGIN, now=now, territory_id=scene.territory)
    assert seen(scene.technical, topic=Topic.LOGIN) == seen(scene.technical, territory_id=scene.territory) == [own]
    assert seen(scene.technical, state=AssistanceState.ANSWERED) == [many[-2]]


def test_three_cost_the_queries_of_one(now: datetime) -> None:
    costs = []
    for number in (1, 3):
        scene = make_scene()
        made = [asked(now=now, territory_id=scene.territory, files=[FILE] * number) for _ in range(number)]
        for one in made:
            operations.take_assistance(actor=scene.manager, request_id=one, now=now)
        for at in range(number):
            operations.answer_assistance(actor=scene.manager, request_id=made[0], text=f"Réponse {at}", now=now)
        with CaptureQueriesContext(connection) as captured:
            assert len(seen(scene.manager)) == number
            found = queries.assistance_request(actor=scene.manager, request_id=made[0])
        assert found and len(found.files) == len(found.answers) == number
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_an_account_to_create_is_ready_for_its_form(scene: Scene, now: datetime) -> None:
    about = {"territory_id": scene.territory, "structure_number": "350001234", "role": Role.GESTIONNAIRE_STRUCTURE}
    made = asked(Topic.ACCOUNT_NEW, now=now, email="anne@sas.example", **about)
    found = queries.account_asked(actor=scene.manager, request_id=made)
    assert found and (found.email, found.family_name, found.given_name) == ("anne@sas.example", "Petit", "Anne")
    assert (found.structures, found.territories) == (("350001234",), (str(scene.territory),))
    assert found.roles == (Role.GESTIONNAIRE_STRUCTURE,)
    above = asked(Topic.ACCOUNT_NEW, now=now, territory_id=scene.territory, role=Role.ADMINISTRATEUR)
    asked_above = queries.account_asked(actor=scene.manager, request_id=above)
    assert asked_above and asked_above.roles == ()
    login = asked(now=now, territory_id=scene.territory)
    assert queries.account_asked(actor=scene.manager, request_id=login) is None
    assert queries.account_asked(actor=scene.referent, request_id=made) is None


def test_nights_close_then_remove_files_then_requests(scene: Scene, now: datetime, settings: Any) -> None:
    settings.ASSISTANCE_MONTHS, settings.ASSISTANCE_FILE_DAYS = 2, 10
    answered, closed, waiting = (asked(now=now, territory_id=scene.territory, files=[FILE]) for _ in range(3))
    operations.answer_assistance(actor=scene.manager, request_id=answered, text="Voici.", now=now)
    operations.close_assistance(actor=scene.manager, request_id=closed, now=now)

    def night(**later: float) -> tuple[tuple[int, int, int], set[int], set[int]]:
        at = {"actor": Actor.SYSTEM, "now": now + timedelta(**later)}
        operations.forget_origins(**at)
        closed = operations.tidy_assistance(**at)
        removed = (operations.forget_files(**at), operations.forget_requests(**at))
        files = set(AssistanceFile.objects.values_list("request_id", flat=True))
        rows = set(AssistanceRequest.objects.values_list("id", flat=True))
        return (closed, *removed), files, rows

    everything = {answered, closed, waiting}
    assert night(hours=12) == ((0, 0, 0), everything, everything)
    assert not AssistanceRequest.objects.filter(origin="").exists()
    assert night(days=10) == ((0, 0, 0), everything, everything)
    assert not AssistanceRequest.objects.exclude(origin="").exists()
    assert night(days=10, seconds=1) == ((0, 1, 0), {answered, waiting}, everything)
    assert night(days=30, seconds=1) == ((1, 0, 0), {answered, waiting}, everything)
    assert night(days=41) == ((0, 1, 0), {waiting}, everything)
    assert night(days=62) == ((0, 0, 1), {waiting}, {answered, waiting})
    assert night(days=120) == ((0, 0, 1), {waiting}, {waiting})
    told = AuditEntry.objects.filter(verb="tidy_assistance").order_by("id").first()
    assert told and told.details == {"closed": 1}
