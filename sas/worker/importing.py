"""What the three import commands share: options, progress bar, and the summary that an operator reads."""

import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from sas.actor import Actor
from sas.adapters.geocoding import client
from sas.errors import Impossible
from sas.rooms.directory import queries as directory
from sas.rooms.directory.loaders.imports import Conduct
from sas.rooms.directory.loaders.intake import READING
from sas.rooms.directory.loaders.runs import ImportSummary
from sas.rooms.orientation import queries as orientation

_ASKED_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class ClosedPlace:
    """A place that the file closed while patients are still expected there."""

    place_id: int
    name: str
    address: str
    patients: int


class ProgressBar:
    """One bar per phase, on the standard error; none when it is not a terminal."""

    def __init__(self, *, shown: bool) -> None:
        """No bar yet."""
        self._hidden = None if shown else True
        self._phase, self._bar = "", None

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Move the bar of the phase, closing that of the phase before."""
        if self._bar is None or phase != self._phase:
            self.close()
            unit = {"unit": "o", "unit_scale": True} if phase == READING else {"unit": " lignes"}
            self._phase, self._bar = phase, tqdm(total=total, desc=phase, disable=self._hidden, **unit)  # type: ignore[call-overload]
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()


def add_options(parser: ArgumentParser, *, what: str) -> None:
    """The file, and the options of every import."""
    parser.add_argument("path", type=Path, metavar="FICHIER", help=what)
    parser.add_argument(
        "--accept-closings", action="store_true", help="ferme les lieux absents même s'ils sont plus d'un sur cinq"
    )
    parser.add_argument("--no-geocoding", action="store_true", help="n'interroge pas le service d'adresses")
    parser.add_argument("--no-progress", action="store_true", help="sans barre de progression")


def run(
    command: BaseCommand, options: dict[str, Any], *, now: datetime, work: Callable[[Conduct], ImportSummary]
) -> None:
    """Carry out an import and print its summary. Raises CommandError when the file cannot be imported."""
    bar, started = ProgressBar(shown=not options["no_progress"]), time.monotonic()
    conduct = Conduct(
        actor=Actor.SYSTEM,
        now=now,
        geocoder=None if options["no_geocoding"] else client.configured(),
        accept_many_closings=options["accept_closings"],
        progress=bar,
    )
    try:
        summary = work(conduct)
    except Impossible as problem:
        raise CommandError(problem.reason) from problem
    finally:
        bar.close()
    expected = tuple(with_patients(summary.closed_places, conduct))
    command.stdout.write("\n".join(told(summary, expected=expected, seconds=time.monotonic() - started)))


def with_patients(place_ids: tuple[int, ...], conduct: Conduct) -> Iterator[ClosedPlace]:
    """Those of the closed places where patients are still expected."""
    for start in range(0, len(place_ids), _ASKED_AT_ONCE):
        asked = place_ids[start : start + _ASKED_AT_ONCE]
        counts = orientation.upcoming_counts(actor=conduct.actor, place_ids=asked, now=conduct.now)
        for place in directory.places(actor=conduct.actor, place_ids=counts).values():
            yield ClosedPlace(place.id, place.name, place.address_line, counts[place.id])


def told(summary: ImportSummary, *, expected: tuple[ClosedPlace, ...], seconds: float) -> Iterator[str]:
    """The summary, line by line; `seconds` is how long this session of the run took."""
    again = " (repris là où il s'était arrêté)" if summary.resumed else ""
    rate = summary.lines / seconds if seconds else 0
    yield f"Import n° {summary.run_id}{again} : {summary.lines} lignes en {seconds:.0f} s ({rate:.0f} lignes/s)"
    unchanged = summary.places - summary.inserted - summary.updated
    yield f"  lieux : {summary.inserted} créés, {summary.updated} modifiés, {max(unchanged, 0)} inchangés"
    yield f"  lieux fermés : {len(summary.closed_places)}"
    if summary.closing_refused:
        yield (
            f"  ATTENTION : {summary.doubtful_closings} lieux ne sont plus dans le fichier, plus d'un sur cinq : aucun "
            "n'a été fermé. Si le fichier est complet, relancer avec --accept-closings."
        )
    if summary.asked:
        yield f"  adresses localisées : {summary.located} sur {summary.asked} demandées"
    if summary.geocoder_down:
        yield "  ATTENTION : le service d'adresses ne répond plus ; le prochain import reprendra la localisation."
    yield f"  lignes refusées : {summary.rejected}"
    yield from (f"    {count} : {reason}" for reason, count in summary.reasons)
    if summary.rejected:
        yield f"    (détail : sas import-rejects {summary.run_id})"
    if expected:
        yield "  lieux fermés où des patients sont encore attendus :"
        yield from (f"    {p.name}, {p.address} (lieu {p.place_id}) : {p.patients} patient(s)" for p in expected)
