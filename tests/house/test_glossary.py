"""One word per thing: what the rooms are made of stands in the glossary, in order."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from sas.actor import Role
from sas.rooms.directory.rules import search_key

GLOSSARY = (Path(settings.BASE_DIR) / "GLOSSARY.md").read_text()
TABLES = [section.splitlines() for section in GLOSSARY.split("\n## ")[1:]]


def test_every_room_is_told() -> None:
    rooms = {folder.name for folder in (Path(settings.BASE_DIR) / "sas" / "rooms").iterdir() if folder.is_dir()}
    assert {room for room in rooms - {"__pycache__"} if f"| `{room}` |" not in GLOSSARY} == set()


def test_every_model_and_every_role_is_told() -> None:
    models = {
        model.__name__
        for config in apps.get_app_configs()
        if config.name.startswith("sas.rooms.")
        for model in config.get_models()
    }
    wanted = models | {f"Role.{role.name}" for role in Role}
    assert {name for name in wanted if f"`{name}`" not in GLOSSARY} == set()


def test_every_name_of_the_code_that_is_told_exists() -> None:
    source = "\n".join(path.read_text() for path in (Path(settings.BASE_DIR) / "sas").rglob("*.py"))
    told = {part for name in re.findall(r"`([A-Za-z_.]+)`", GLOSSARY) for part in name.split(".")}
    fhir = {"code", "comment", "slot", "serviceType", "specialty", "status"}
    assert {name for name in told - fhir if not re.search(rf"\b{name}\b", source)} == set()


@pytest.mark.parametrize("table", TABLES, ids=[table[0] for table in TABLES])
def test_words_are_in_order(table: list[str]) -> None:
    words = [search_key(row.split("|")[1]) for row in table if row.startswith("| ")][1:]
    assert words == sorted(words)
