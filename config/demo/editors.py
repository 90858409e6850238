"""The simulated editors of the demonstration: how they are started, and what is said of them."""

import sys
from collections.abc import Iterator

from config.demo.preparation import Ports
from config.demo.workplace import Workplace
from simulators.editor.editions import EDITIONS, Edition


def commands(place: Workplace, *, at: Ports) -> Iterator[tuple[str, list[str]]]:
    """The name of each process and its command line; `sas demo-editors` has written their files."""
    for edition, port in zip(EDITIONS, at.editors, strict=True):
        yield f"editeur-{edition.word}", _command(place, edition, port=port, platform=at.address)


def announcement(at: Ports) -> str:
    """Where their pages are."""
    return f"Éditeurs de démonstration : {', '.join(' '.join(page) for page in at.editor_pages)}"


def _command(place: Workplace, edition: Edition, *, port: int, platform: str) -> list[str]:
    def file(end: str) -> str:
        return str(place.editors / f"{edition.word}.{end}")

    told = {
        "port": str(port),
        "name": edition.name,
        "world": file("world.json"),
        "platform": f"{platform}/fhir",
        "system": edition.system,
        "kept": file("kept.json"),
        "login": platform,
        "client": file("client.json"),
        "shown": file("pem"),
        "fault": edition.fault,
    }
    return [sys.executable, "-m", "simulators.editor", *(f"--{name}={value}" for name, value in told.items())]
