"""A manager of accounts before the pages, and what the pages answer."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from sas.actor import Actor, Role
from tests.factories import care
from tests.factories.browsers import browser

HOME = "/administration/comptes"


@pytest.fixture
def territory() -> int:
    """Of the manager."""
    return care.territory()


@pytest.fixture
def manager(territory: int) -> Actor:
    """An account manager of that territory."""
    return care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,))


@pytest.fixture
def client(manager: Actor) -> Client:
    """The manager's browser."""
    return browser(manager)


def text(answer: Any) -> str:
    """The page answered."""
    return answer.content.decode()


def exported(client: Client, kind: str, **filters: Any) -> str:
    """The text of the exported file, one line per row."""
    answer = client.post(f"{HOME}/export", {"forme": kind, **filters})
    content = answer.getvalue()
    if kind == "csv":
        return str(content.decode("utf-8-sig"))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    return "\n".join(";".join(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True))
