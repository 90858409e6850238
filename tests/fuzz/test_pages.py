"""Every address of the access matrix, by every role that it opens to: whatever is asked, never an error of ours."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.test.client import FakePayload
from hypothesis import HealthCheck, given, settings

from tests.fuzz.asking import Asked, names_in, requests
from tests.fuzz.conftest import Cases
from tests.web.regulation.scene import Scene
from tests.web.test_access import Row, Visitor, asked, doors, filled, leaves, rows, scene, visitors
from tests.web.undoing import undone

__all__ = ["scene", "visitors"]
pytestmark = [pytest.mark.long, pytest.mark.django_db]
CASES = 25
"""For each address, method and role."""


@pytest.fixture(scope="module")
def views() -> Mapping[tuple[str, str], Callable[..., Any]]:
    """The view of each row."""
    return {(path, method): door for path, view in leaves() for door in doors(view) for method in door.access.methods}  # type: ignore[attr-defined]


def send(client: Client, told: Asked) -> Any:
    """As it was drawn, byte for byte: Django's own client would clean it."""
    environ = client._base_environ(
        PATH_INFO=client._get_path(urlsplit(f"http://testserver{told.path}")),
        REQUEST_METHOD=told.method,
        QUERY_STRING=told.query,
        **{"wsgi.input": FakePayload(told.body), "CONTENT_LENGTH": str(len(told.body))},
    )
    environ |= {"CONTENT_TYPE": told.content_type} if told.content_type else {}
    for name, value in told.headers.items():
        key = f"HTTP_{name.upper().replace('-', '_')}"
        environ[key] = f"{environ.get(key, '')}; {value}" if name == "Cookie" else value
    return client.request(**environ)


@pytest.mark.parametrize("row", tuple(rows()), ids=str)
def test_no_request_breaks_an_address(
    row: Row, scene: Scene, *, visitors: dict[str, Visitor], views: Mapping[tuple[str, str], Any], cases: Cases
) -> None:
    for name, cell in row.cells.items():
        if cell != "yes":
            continue
        theirs = replace(scene, visitor=visitors[name].user_id)
        with undone():
            path, right = filled(row.address, theirs), asked(row, theirs)
            drawn = requests(
                row.method, row.address, path=path, right=right, names=names_in(views[row.address, row.method])
            )

            @settings(max_examples=CASES, database=None, suppress_health_check=list(HealthCheck))
            @given(drawn)
            def one(told: Asked) -> None:
                client = Client()
                client.cookies = deepcopy(visitors[name].cookies)  # noqa: B023  run at once
                with undone():
                    answer = send(client, told)
                cases.answered(answer)
                assert answer.status_code < 500, answer.status_code

            one()
