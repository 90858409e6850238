"""Reading over real HTTP: what is asked, what is refused, and for how long."""

import logging
import time
from typing import Any

import pytest

from sas import traces
from sas.adapters.calendars import client
from sas.adapters.calendars.values import NotRead, Trouble
from tests.factories.calendars import PRIVATE, CalendarServer, calendar_server, private_calendar
from tests.factories.collector import Traced, assert_tells_no_more, collector, traced

__all__ = ["calendar_server", "collector", "traced"]
BODY = private_calendar("20261124T130000Z/PT1H")


def trouble(address: str) -> Trouble:
    with pytest.raises(NotRead) as raised:
        client.fetch(address)
    assert raised.value.__cause__ is None
    assert "private-42" not in str(raised.value)
    return raised.value.trouble


def test_it_asks_under_the_name_given_and_keeps_the_validators(calendar_server: CalendarServer) -> None:
    calendar_server.content, calendar_server.etag = BODY, '"v1"'
    first = client.fetch(calendar_server.address.replace("127.0.0.1", "localhost"))
    assert (first.content, first.etag) == (BODY, '"v1"')
    again = client.fetch(calendar_server.address, etag=first.etag, last_modified="Mon, 23 Nov 2026 08:00:00 GMT")
    assert again.content is None
    asked, asked_again = calendar_server.asked
    assert asked["Host"].startswith("localhost:")
    assert (asked["Accept-Encoding"], asked["path"]) == ("identity", "/private-42/calendar.ics")
    assert asked_again["If-Modified-Since"] == "Mon, 23 Nov 2026 08:00:00 GMT"
    assert not {"Cookie", "Referer", "Authorization"} & {name.title() for name in (*asked, *asked_again)}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, Trouble.REFUSED),
        (403, Trouble.REFUSED),
        (404, Trouble.REFUSED),
        (410, Trouble.REFUSED),
        (429, Trouble.REFUSED),
        (500, Trouble.UNREACHABLE),
        (503, Trouble.UNREACHABLE),
        (204, Trouble.REFUSED),
    ],
)
def test_what_is_not_given(calendar_server: CalendarServer, status: int, expected: Trouble) -> None:
    calendar_server.status = status
    assert trouble(calendar_server.address) is expected


def test_a_reading_is_a_span_that_tells_nothing_of_the_calendar(
    calendar_server: CalendarServer, traced: Traced
) -> None:
    calendar_server.content = BODY
    with traces.span("job"):
        client.fetch(calendar_server.address)
        calendar_server.status = 404
        assert trouble(calendar_server.address) is Trouble.REFUSED
    told = traced.told()
    well, ill = told.named("calendar")
    assert {well.parent, ill.parent} == {told.one("job").id}
    assert (well.failed, well.about, ill.failed, ill.about) == (False, {}, True, {"error": "NotRead"})
    assert_tells_no_more(told, *PRIVATE, "private-42", "calendar.ics", "127.0.0.1", keys=set())


def test_nobody_there() -> None:
    assert trouble("https://agenda.invalid/private-42") is Trouble.UNREACHABLE


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://10.0.0.1/private-42",
        "http://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/private-42",
        "https://[::1]/private-42",
        "file:///etc/passwd",
        "//192.168.1.1/a",
        "gopher://agenda.example/",
    ],
)
def test_a_redirect_is_checked_like_the_address(calendar_server: CalendarServer, elsewhere: str) -> None:
    calendar_server.status, calendar_server.headers = 302, {"Location": elsewhere}
    assert trouble(calendar_server.address) is Trouble.FORBIDDEN
    assert len(calendar_server.asked) == 1


def test_two_redirects_at_most(calendar_server: CalendarServer) -> None:
    calendar_server.status, calendar_server.headers = 307, {"Location": "/again"}
    assert trouble(calendar_server.address) is Trouble.TOO_MANY_REDIRECTS
    assert [asked["path"] for asked in calendar_server.asked] == ["/private-42/calendar.ics", "/again", "/again"]


def test_two_megabytes_at_most_whatever_the_length_said(calendar_server: CalendarServer) -> None:
    calendar_server.content = b"x" * client.MOST_BYTES
    assert len(client.fetch(calendar_server.address).content or b"") == client.MOST_BYTES
    calendar_server.content += b"x"
    assert trouble(calendar_server.address) is Trouble.TOO_LARGE


def test_what_is_packed_is_not_unpacked(calendar_server: CalendarServer) -> None:
    calendar_server.headers = {"Content-Encoding": "gzip"}
    assert trouble(calendar_server.address) is Trouble.NOT_A_CALENDAR


def test_a_server_that_drips_is_left(calendar_server: CalendarServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "WHOLE_SECONDS", 0.5)

    def drip(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(40):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    calendar_server.answers = drip
    started = time.monotonic()
    assert trouble(calendar_server.address) is Trouble.UNREACHABLE
    assert time.monotonic() - started < 1.5


def test_a_server_that_is_silent_is_left(calendar_server: CalendarServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "STEP_SECONDS", 0.3)
    calendar_server.answers = lambda _: time.sleep(1)
    assert trouble(calendar_server.address) is Trouble.UNREACHABLE


def test_the_address_is_connected_to_as_it_was_checked(
    calendar_server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its mind between the check and the connection leads nowhere else: it is asked once."""
    import socket

    plain, asked = socket.getaddrinfo, list[object]()

    def counted(host: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        return plain(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    calendar_server.content = BODY
    client.fetch(calendar_server.address.replace("127.0.0.1", "localhost"))
    assert asked[0] == "localhost"
    assert set(asked[1:]) <= {"127.0.0.1", b"127.0.0.1"}


def test_nothing_of_the_address_is_logged(calendar_server: CalendarServer, caplog: pytest.LogCaptureFixture) -> None:
    """As config.settings sets the levels: httpx and httpcore write from WARNING on."""
    calendar_server.status = 404
    with caplog.at_level(logging.DEBUG):
        trouble(calendar_server.address)
    quiet = {"httpx", "httpcore"}
    kept = [r for r in caplog.records if r.name.split(".")[0] not in quiet or r.levelno >= logging.WARNING]
    assert not [record for record in kept if "private-42" in record.getMessage()]
