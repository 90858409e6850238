"""A national Monday morning: regulators, doctors, managers and open pages, each a locust user.

Run by `python -m benchmarks.load`, which prepares the scene and says in LOAD_SCENE where it is written. Instants are
drawn beforehand for each person, whatever the answers take: somebody late catches up, so the rates are those asked for
as long as the platform holds them, and how late people are is told beside.
"""

import html
import itertools
import json
import os
import random
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gevent
from locust import FastHttpUser, events, task

from benchmarks.load.browsing import Browser, Unwanted, first_choice, hidden
from benchmarks.load.following import Followed
from benchmarks.load.tally import Tally

SCENE: dict[str, Any] = json.loads(Path(os.environ["LOAD_SCENE"]).read_text())
RATES, COUNTS = SCENE["rates"], SCENE["counts"]
TALLY = Tally()
MORE = 1.05
"""A rate drawn at random must not fall under what is asked for by chance alone."""

_SEARCHES = itertools.cycle(SCENE["searches"])
_SLOT = re.compile(r'href="(/sas/orienter/creneau/[^"]+)"')
_FILE = re.compile(r'action="(/administration/extractions/\d+/fichier)"')
_GIVE_UP_SECONDS = 300
_sessions: dict[int, str] = {}
_wanted = {"orientations": 0.0}


@events.test_start.add_listener
def _begin(**_: Any) -> None:
    TALLY.begin(warm_up=SCENE["warm_up"])


@events.test_stopping.add_listener
def _end(**_: Any) -> None:
    TALLY.end()


@events.test_stop.add_listener
def _write(**_: Any) -> None:
    TALLY.write(Path(SCENE["told"]))


class Person(FastHttpUser):
    """Somebody who signs in once, then acts at a rate; `acts` a second, of all of this kind together."""

    abstract = True
    host = SCENE["web"]
    kind, acts = "", 0.0
    network_timeout = connection_timeout = 60.0
    numbers = itertools.count()

    def on_start(self) -> None:
        """Sign in by the form."""
        self.number = next(type(self).numbers)
        self.known = SCENE[self.kind][self.number % len(SCENE[self.kind])]
        self.chance, self.browser = random.Random(self.number), Browser(self.client, TALLY)
        self._enter()
        self.due = time.monotonic() + self._pause() * self.chance.random()

    def _enter(self) -> None:
        try:
            self.browser.sign_in(self.known["email"], SCENE["password"])
        except Unwanted:
            gevent.sleep(5)
            self._enter()

    def _pause(self) -> float:
        return self.chance.uniform(0, 2) * COUNTS[self.kind] / self.acts

    def wait_time(self) -> float:
        """Until the next instant of this person's own; none when it has gone by."""
        self.due += self._pause()
        late = time.monotonic() - self.due
        TALLY.answered("(late to begin)", max(0.0, late) * 1000)
        return max(0.0, -late)


class Regulator(Person):
    """Searches; one search in four leads to an orientation, as often as the scenario asks."""

    fixed_count, kind, acts = COUNTS["regulators"], "regulators", RATES["searches"] * MORE
    numbers = itertools.count()

    def on_start(self) -> None:
        """What signs this regulator in is what the open pages of the same person carry."""
        super().on_start()
        _sessions[self.number] = self.browser.session

    @task
    def search(self) -> None:
        """Open results; orient on one of the slots that they show when an orientation is due."""
        try:
            page = self.browser.get(next(_SEARCHES), kind="search")
            TALLY.done("searches")
            slots = _SLOT.findall(page)
            if slots and _is_due():
                self._orient(html.unescape(self.chance.choice(slots)))
        except Unwanted:
            pass

    def _orient(self, slot: str) -> None:
        page, fields = self.browser.form(slot, kind="orientation: the form")
        path, fields = slot.partition("?")[0], fields | first_choice(page, "modality")
        answer = self.browser.post(path, fields, kind="orientation")
        TALLY.done("orientations")
        self.browser.get(answer.headers["Location"], kind="orientation: back to the results")


def _is_due() -> bool:
    """Whether fewer orientations were begun than the time that went by asks for."""
    now = time.monotonic()
    if not _wanted["orientations"]:
        _wanted["orientations"] = now
    if now < _wanted["orientations"]:
        return False
    _wanted["orientations"] += 1 / (RATES["orientations"] * MORE)
    return True


class Doctor(Person):
    """Publishes an availability, changes it, deletes it, and begins again: the agenda stays as long as it was."""

    fixed_count, kind, acts = COUNTS["doctors"], "doctors", RATES["edits"] * MORE
    numbers = itertools.count()
    slot, stage, quarter = "", 0, 24

    @task
    def edit(self) -> None:
        """One act, from the week that is open to the week as it has become."""
        try:
            (self._publish, self._change, self._delete)[self.stage]()
            self.stage = (self.stage + 1) % 3
        except Unwanted:
            self.stage = 0

    def _publish(self) -> None:
        self.day = (datetime.now(UTC).date() + timedelta(days=self.chance.randint(2, 12))).isoformat()
        self.place = f"/sas/agenda/{self.known['place']}"
        self.before = self._links(self.browser.get(f"{self.place}?semaine={self.day}", kind="agenda: the week"))
        self._new(self._send(f"{self.place}/disponibilites", self._hours(), kind="agenda: publish"))

    def _change(self) -> None:
        """A change makes another slot of it."""
        self._new(self._send(f"{self.slot}/modifier", self._hours(), kind="agenda: change"))

    def _delete(self) -> None:
        self._send(f"{self.slot}/supprimer", {"scope": "occurrence"}, kind="agenda: delete")

    def _new(self, week: str) -> None:
        found = self._links(week) - self.before
        if len(found) != 1:
            TALLY.failed("agenda", f"{len(found)} new slots in the week instead of 1")
            raise Unwanted(week)
        self.slot = found.pop()

    def _links(self, week: str) -> set[str]:
        return set(re.findall(rf'href="(/sas/agenda/\d+/creneaux/\d+/{self.day})/modifier"', week))

    def _send(self, path: str, fields: dict[str, str], *, kind: str) -> str:
        _, held = self.browser.form(path, kind="agenda: a form")
        answer = self.browser.post(path, held | fields, kind=kind)
        TALLY.done("edits")
        return self.browser.get(answer.headers["Location"], kind="agenda: the week")

    def _hours(self) -> dict[str, str]:
        """One hour of another quarter than the last."""
        self.quarter = 24 + (self.quarter - 24 + self.chance.randrange(1, 64)) % 64
        quarter = self.quarter
        start, end = (f"{one // 4:02}:{one % 4 * 15:02}" for one in (quarter, quarter + 4))
        what = {"kind": "plage", "patients": str(self.chance.randint(2, 8)), "modalities": "1"}
        return {"day": self.day, "start": start, "end": end} | what


class Manager(Person):
    """Has an extract prepared, follows it every two seconds as the page does, and takes the file."""

    fixed_count, kind, acts = COUNTS["managers"], "managers", RATES["exports"]
    numbers = itertools.count()

    @task
    def export(self) -> None:
        """From the form to the bytes."""
        home, since = "/administration/extractions", time.monotonic()
        try:
            _, fields = self.browser.form(home, kind="export: the page")
            self.browser.post(home, fields | self.known["asks"], kind="export: asked")
            page = self.browser.get(home, kind="export: the page")
            while not (ready := _FILE.findall(page)) and time.monotonic() < since + _GIVE_UP_SECONDS:
                gevent.sleep(2)
                page = self.browser.get(home, kind="export: the page")
            if not ready:
                TALLY.failed("export", "not prepared in five minutes")
                return
            file = self.browser.post(ready[0], hidden(page), kind="export: the file", wanted=200)
            TALLY.done("exports")
            TALLY.answered("export, from asked to taken", (time.monotonic() - since) * 1000)
            assert file.content
        except Unwanted:
            pass


class OpenPage(FastHttpUser):
    """A page of results that somebody left open; those of one person share a session."""

    host = SCENE["web"]
    fixed_count = COUNTS["pages"]
    network_timeout = connection_timeout = 60.0
    numbers = itertools.count()

    @task
    def stay(self) -> None:
        """Until the run ends."""
        number = next(OpenPage.numbers) % COUNTS["regulators"]
        while number not in _sessions:
            gevent.sleep(1)
        browser = Browser(self.client, TALLY, session=_sessions[number])
        page = Followed(browser, TALLY, chance=random.Random())
        while True:
            try:
                page.follow(next(_SEARCHES))
            except Unwanted:
                gevent.sleep(5)
