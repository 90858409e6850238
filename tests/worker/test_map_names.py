"""The files of commune names that the map draws, and the gazetteer they are made from."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

FOLDER = Path(settings.BASE_DIR) / "sas/web/regulation/static/regulation/communes"


@pytest.mark.shows("F-156")
def test_the_names_of_the_map_are_those_of_the_gazetteer(tmp_path: Path) -> None:
    call_command("map_names", str(tmp_path))
    made = {one.name: one.read_text(encoding="utf-8") for one in tmp_path.iterdir()}
    assert made == {one.name: one.read_text(encoding="utf-8") for one in FOLDER.iterdir()}
    ranks = sorted(int(line.rsplit(";", 1)[1]) for text in made.values() for line in text.splitlines())
    assert ranks == list(range(16_623))
    assert "Paris;48857;2343;0" in made["97.txt"] and "Saint-Denis;-20943;55444;" in made["0.txt"]


def test_the_names_that_two_neighbouring_files_hold_stay_under_60_kilobytes() -> None:
    sizes = {int(one.stem): len(gzip.compress(one.read_bytes(), 9)) for one in FOLDER.iterdir()}
    assert {at for at in sizes if sizes[at] + sizes.get(at + 1, 0) > 60_000} == set()
