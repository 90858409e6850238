"""Each request has a reference: in the lines of its log, in its answer, and on the page of an error."""

import json
import logging
import re
from typing import Any

import pytest
from django.test import Client

from sas.correlation import correlated
from sas.rooms.accounts import queries
from sas.web.kit.logs import JsonFormatter
from tests.web.kit.test_failures import text

pytestmark = pytest.mark.django_db
DRAWN = re.compile(r"[0-9a-f]{16}")
OF_A_PROXY = "7f0a1c2b3d4e5f60718293a4b5c6d7e8"


class Lines(logging.Handler):
    """The lines as they are written where the platform is deployed."""

    def __init__(self) -> None:
        super().__init__()
        self.read = list[dict[str, Any]]()

    def emit(self, record: logging.LogRecord) -> None:
        """As a handler of the settings would."""
        self.read.append(json.loads(JsonFormatter().format(record)))


@pytest.fixture
def lines() -> Any:
    handler = Lines()
    logging.getLogger("django.request").addHandler(handler)
    yield handler.read
    logging.getLogger("django.request").removeHandler(handler)


def fail(**asked: object) -> None:
    raise ZeroDivisionError


def test_the_page_of_an_error_gives_the_reference_that_its_line_of_the_log_bears(
    monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(queries, "terms", fail)
    answer = Client(raise_request_exception=False).get("/cgu")
    reference = answer["X-Request-Id"]
    assert answer.status_code == 500 and DRAWN.fullmatch(reference)
    assert f"Référence de l'incident, à donner si vous nous écrivez : <strong>{reference}</strong>" in text(answer)
    assert [(line["request"], line["exception"]) for line in lines] == [(reference, "ZeroDivisionError")]


def test_each_request_has_its_own_and_a_page_that_works_does_not_show_it(client: Client) -> None:
    first, second = client.get("/cgu"), client.get("/cgu")
    assert first["X-Request-Id"] != second["X-Request-Id"]
    assert first["X-Request-Id"] not in text(first) and "Référence de l'incident" not in text(client.get("/nulle"))


@pytest.mark.parametrize(
    ("behind", "sent", "kept"),
    [
        (True, OF_A_PROXY, True),
        (True, "0B8F7C3E52F14A6D", True),
        (False, OF_A_PROXY, False),
        (True, "court", False),
        (True, "a" * 33, False),
        (True, "jeanne.martin@example.fr", False),
        (True, OF_A_PROXY + '"}\n{"level":"x', False),
        (True, "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥", False),
    ],
)
def test_the_reference_of_the_proxy_is_taken_only_behind_one_and_when_it_looks_like_one(
    behind: bool, sent: str, kept: bool, settings: Any
) -> None:
    settings.BEHIND_PROXY = behind
    told = Client().get("/health/live", headers={"X-Request-Id": sent})["X-Request-Id"]
    assert (told == sent) if kept else DRAWN.fullmatch(told)


def test_a_line_bears_the_marks_of_the_innermost_work_and_none_outside() -> None:
    def line() -> dict[str, Any]:
        record = logging.LogRecord("sas", logging.INFO, __file__, 1, "fait", None, None)
        return dict(json.loads(JsonFormatter().format(record)))

    with correlated(job=12, task="send_mail"):
        with correlated(job=13):
            assert (line()["job"], line()["task"]) == (13, "send_mail")
        assert line()["job"] == 12
    assert set(line()) == {"at", "level", "logger", "message"}
