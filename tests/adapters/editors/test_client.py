"""Asking simulated editors over HTTP: each fault and what becomes of it, the one deadline, the breaker."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import pytest

from sas.adapters.editors import client, reader
from sas.adapters.editors.circuit import FAILURES_IN_A_ROW, PAUSE_SECONDS, Circuits
from sas.adapters.editors.values import Answer, Endpoint, Failure, Kind, Label
from simulators.editor import people
from simulators.editor.people import ONE_PLACE, SOS, TWO_PLACES
from simulators.editor.web import EditorServer
from tests.factories.editors import answer, answers, asked, editor, endpoint, serving

pytestmark = pytest.mark.shows("F-261")
SLOTS = 12  # six a day from nine on: at nine the first has begun, and the window ends with that of two days later


def count(found: Answer) -> int:
    return sum(len(site.slots) for site in found.sites)


def test_each_question_brings_what_it_asks_for(server: EditorServer, now: datetime) -> None:
    where = endpoint(server)
    two = answer(where, ONE_PLACE, TWO_PLACES, now=now)
    assert [(site.professional, site.local_id) for site in two.sites] == [
        (ONE_PLACE, "lieu-1"),
        (TWO_PLACES, "lieu-2"),
        (TWO_PLACES, "lieu-3"),
    ]
    assert (two.editor_id, two.failure, two.dropped, two.asked_at) == (1, None, {}, now)
    host = server.url
    assert {slot.url for site in two.sites for slot in site.slots} == {f"{host}/agenda/lieu-{n}" for n in (1, 2, 3)}
    of_cpts = answer(where, people.IN_TWO_CPTS, people.TWO_SLOTS_IN_TWO_CPTS, now=now, kind=Kind.CPTS)
    assert {slot.cpts for slot in of_cpts.sites[0].slots} == {(people.AXE, people.MONTS)}
    assert {slot.cpts for slot in of_cpts.sites[1].slots} == {(people.AXE,), (people.MONTS,)}
    points = answer(where, SOS, now=now, kind=Kind.SOS)
    assert [(site.association, site.local_id) for site in points.sites] == [(SOS[1:], "point-1"), (SOS[1:], "point-2")]
    everything = answer(where, people.EVERYTHING, now=now)
    assert {label for slot in everything.sites[0].slots for label in slot.labels} == set(Label) - {Label.CPTS}
    assert {slot.bookable for slot in everything.sites[0].slots} == {True, False}
    nothing = answer(where, "810000000999", now=now)
    assert (nothing.failure, nothing.sites, nothing.dropped) == (None, (), {})


def test_the_question_arrives_as_the_guide_wants_it(server: EditorServer, now: datetime) -> None:
    answer(endpoint(server), ONE_PLACE, now=now)
    (got,) = server.editor.requests
    assert got.target == (
        "/fhir/Slot?start=ge2026-11-23T09:00:00.000%2B01:00&start=le2026-11-25T09:00:00.000%2B01:00"
        "&schedule.actor:Practitioner.identifier=urn:oid:1.2.250.1.71.4.2.1%7C810000000101"
        "&status=free&_include=Slot:schedule&_include:iterate=Schedule:actor"
    )
    assert got.headers["accept"] == "application/json+fhir"
    answer(endpoint(server, accept="application/fhir+json", page_size=1000), ONE_PLACE, now=now)
    assert server.editor.requests[-1].headers["accept"] == "application/fhir+json"
    assert server.editor.requests[-1].target == got.target + "&_count=1000"


# What is dropped, and how many slots are left.
INSIDE: list[tuple[str, dict[str, int], int]] = [
    ("bad-slot", {"unreadable": 1}, SLOTS),
    ("busy", {"not_free": 1}, SLOTS),
    ("out-of-window", {"out_of_window": 1}, SLOTS),
    ("no-end", {"no_end": 1}, SLOTS),
    ("no-zone", {"no_zone": 1}, SLOTS),
    ("backwards", {"backwards": 1}, SLOTS),
    ("others", {"not_asked": 1}, SLOTS),
    ("absolute", {}, SLOTS),
    ("no-mode", {}, SLOTS),
    ("wrong-total", {}, SLOTS),
    ("unknown-label", {"no_label": 1}, SLOTS),
    ("javascript", {"link": SLOTS}, SLOTS),
    ("thousand", {}, SLOTS + 1199),
    ("narrative", {}, SLOTS),
    ("outcome-entry", {"outcome": 1}, SLOTS),
    ("location-outside", {}, SLOTS),
    ("twice", {"duplicate": SLOTS}, SLOTS),
    ("gzip", {}, SLOTS),
    ("bom", {}, SLOTS),
    ("delay:0.2", {}, SLOTS),
    ("next", {"pages": 1}, 10),
    ("next-again", {"pages": 1}, SLOTS),
    ("next-elsewhere", {"next_elsewhere": 1}, SLOTS),
    ("gzip,bad-slot,busy,absolute", {"not_free": 1, "unreadable": 1}, SLOTS),
]


@pytest.mark.parametrize(("fault", "dropped", "kept"), INSIDE, ids=[one[0] for one in INSIDE])
def test_a_fault_inside_an_answer_costs_what_it_spoils_and_is_counted(
    server: EditorServer, now: datetime, *, fault: str, dropped: dict[str, int], kept: int
) -> None:
    server.editor.faults[ONE_PLACE] = fault
    found = answer(endpoint(server), ONE_PLACE, now=now)
    assert (found.failure, found.dropped, count(found)) == (None, dropped, kept)


OUTSIDE: list[tuple[str, Failure, str]] = [
    ("500", Failure.STATUS, "500"),
    ("500-outcome", Failure.STATUS, "500 exception"),
    ("404", Failure.STATUS, "404 not-found"),
    ("redirect", Failure.STATUS, "302"),
    ("html", Failure.MEDIA_TYPE, "text/html"),
    ("brotli", Failure.MEDIA_TYPE, "encoding"),
    ("invalid-json", Failure.NOT_A_BUNDLE, ""),
    ("not-a-bundle", Failure.NOT_A_BUNDLE, ""),
    ("history", Failure.NOT_A_BUNDLE, ""),
    ("too-large", Failure.TOO_LARGE, ""),
    ("bomb", Failure.TOO_LARGE, ""),
    ("reset", Failure.REFUSED, ""),
    ("delay:2", Failure.TIMEOUT, "deadline"),
    ("dribble", Failure.TIMEOUT, "deadline"),
    ("next,delay:0.4", Failure.TIMEOUT, "deadline"),
]


@pytest.mark.parametrize(("fault", "failure", "detail"), OUTSIDE, ids=[one[0] for one in OUTSIDE])
def test_an_editor_that_fails_is_named_with_its_reason(
    server: EditorServer, now: datetime, *, fault: str, failure: Failure, detail: str
) -> None:
    server.editor.faults[ONE_PLACE] = fault
    late = failure is Failure.TIMEOUT
    found = answer(endpoint(server), ONE_PLACE, now=now, deadline=0.6 if late else 5.0)
    assert (found.failure, found.sites, found.dropped) == (failure, (), {})
    assert found.detail == detail or (failure is Failure.REFUSED and found.detail.endswith("Error"))
    assert found.milliseconds < (1_500 if late else 4_900)


@pytest.mark.parametrize(("fault", "reason"), [("no-schedule", "no_schedule"), ("unprefixed", "unprefixed")])
def test_an_answer_of_which_nothing_can_be_used_is_a_failure_that_says_why(
    server: EditorServer, now: datetime, *, fault: str, reason: str
) -> None:
    server.editor.faults[ONE_PLACE] = fault
    found = answer(endpoint(server), ONE_PLACE, now=now)
    assert (found.failure, found.detail, found.sites, found.dropped) == (Failure.UNUSABLE, reason, (), {reason: SLOTS})


def test_pages_are_followed_to_the_end_when_they_are_few(server: EditorServer, now: datetime) -> None:
    found = answer(endpoint(server, page_size=4), ONE_PLACE, now=now)
    assert (found.failure, found.dropped, count(found), len(server.editor.requests)) == (None, {}, SLOTS, 3)


def test_long_lists_go_in_several_requests_and_one_that_fails_spoils_no_other(
    server: EditorServer, now: datetime
) -> None:
    everybody = [ONE_PLACE, *(f"8100000009{number:02}" for number in range(25)), TWO_PLACES]
    client.circuits.forget()
    first, second = answers(endpoint(server), everybody, now=now)
    assert (count(first), count(second)) == (SLOTS, 2 * SLOTS)
    server.editor.faults[ONE_PLACE] = "500"
    first, second = answers(endpoint(server), everybody, now=now)
    assert (first.failure, second.failure, count(second)) == (Failure.STATUS, None, 2 * SLOTS)


def test_many_editors_take_the_time_of_one_and_the_slow_are_left_at_the_deadline(now: datetime) -> None:
    with ExitStack() as stack:
        slow = {"quick": "", "late": "delay:0.5", "too late": "delay:6", "dribbling": "dribble"}
        told = [(name, stack.enter_context(serving(editor(now, **{"*": fault})))) for name, fault in slow.items()]
        told += [("quick", stack.enter_context(serving(editor(now)))) for _ in range(6)]
        requests = [
            (endpoint(one, editor_id=number), asked(ONE_PLACE, now=now)) for number, (_, one) in enumerate(told)
        ]
        client.circuits.forget()
        began = time.monotonic()
        found = client.ask(requests, now=now, deadline=2.0)
        took = time.monotonic() - began
    assert took < 3.5
    assert [one.editor_id for one in found] == list(range(len(told))), "in the order of the requests"
    ended = {name: one.failure for (name, _), one in zip(told, found, strict=True)}
    assert ended == {"quick": None, "late": None, "too late": Failure.TIMEOUT, "dribbling": Failure.TIMEOUT}
    assert all(count(one) == SLOTS for one in found if one.failure is None)


def test_a_name_that_is_long_to_resolve_delays_nobody(
    server: EditorServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolve(host: Any, *rest: Any, **more: Any) -> Any:
        if host in {"lent.example", b"lent.example"}:
            time.sleep(2.5)
            raise socket.gaierror("no such name")
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    client.circuits.forget()
    lost = Endpoint(2, "https://lent.example/fhir")
    began = time.monotonic()
    one = asked(ONE_PLACE, now=now)
    slow, well = client.ask([(lost, one), (endpoint(server), one)], now=now, deadline=0.5)
    assert time.monotonic() - began < 2.0
    assert (slow.failure, well.failure) == (Failure.TIMEOUT, None)


@pytest.mark.parametrize(
    ("address", "failure"),
    [
        ("http://127.0.0.1:9/fhir", Failure.REFUSED),
        ("http://editeur.example/fhir", Failure.INSECURE),
        ("ftp://127.0.0.1/fhir", Failure.INSECURE),
        ("https://editeur.example:port/fhir", Failure.INSECURE),
    ],
)
def test_where_nobody_may_or_does_listen_nothing_is_asked(now: datetime, address: str, failure: Failure) -> None:
    assert answer(Endpoint(1, address), ONE_PLACE, now=now).failure is failure


def test_nothing_asked_is_nothing_answered_and_too_much_is_refused(now: datetime) -> None:
    assert client.ask([], now=now) == []
    with pytest.raises(ValueError, match="0 identifiers"):
        client.ask([(Endpoint(1, "http://127.0.0.1:9"), asked(now=now))], now=now)


def test_a_reader_that_breaks_loses_one_answer_and_says_so_in_the_log(
    server: EditorServer, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reader, "read", lambda *_, **__: 1 / 0)
    found = answer(endpoint(server), ONE_PLACE, now=now)
    assert (found.failure, found.detail) == (Failure.NOT_A_BUNDLE, "reader")
    (record,) = [one for one in caplog.records if one.name == "sas.adapters.editors.client"]
    assert ONE_PLACE not in record.getMessage()


def test_an_editor_that_keeps_failing_is_left_alone_then_tried_by_one(
    server: EditorServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(client, "circuits", Circuits(lambda: clock[0]))
    server.editor.faults["*"] = "500"
    one = (endpoint(server), asked(ONE_PLACE, now=now))

    def ask(times: int) -> list[Failure | None]:
        return [found.failure for found in client.ask([one] * times, now=now)]

    failed = [Failure.STATUS] * FAILURES_IN_A_ROW
    assert ask(FAILURES_IN_A_ROW) == failed
    assert ask(3) == [Failure.OPEN_CIRCUIT] * 3
    clock[0] += PAUSE_SECONDS
    assert ask(3) == [Failure.STATUS, Failure.OPEN_CIRCUIT, Failure.OPEN_CIRCUIT]
    server.editor.faults.clear()
    assert ask(1) == [Failure.OPEN_CIRCUIT]
    clock[0] += PAUSE_SECONDS
    assert ask(1) == [None]
    assert ask(3) == [None] * 3


def test_one_editor_is_given_a_few_requests_at_a_time(server: EditorServer, now: datetime) -> None:
    server.editor.faults["*"] = "delay:0.15"
    client.circuits.forget()
    began = time.monotonic()
    found = client.ask([(endpoint(server), asked(ONE_PLACE, now=now))] * 8, now=now)
    assert [one.failure for one in found] == [None] * 8
    assert time.monotonic() - began >= 0.3, "eight at four a time"


@pytest.fixture(autouse=True)
def _breakers_of_no_other_test() -> Iterator[None]:
    client.circuits.forget()
    yield
    client.circuits.forget()


def test_the_window_is_asked_about_and_held_to(server: EditorServer, now: datetime) -> None:
    later = now + timedelta(hours=24)
    client.circuits.forget()
    one = asked(ONE_PLACE, now=later)
    (found,) = client.ask([(endpoint(server), one)], now=now)
    starts = [slot.start for site in found.sites for slot in site.slots]
    assert starts[0] == later and starts == sorted(starts) and starts[-1] <= one.end
