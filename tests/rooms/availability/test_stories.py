"""Drawn stories: two people edit an agenda, regulators send patients, time goes by; a naive register agrees."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability import operations, queries
from sas.rooms.availability.models import Agenda, AgendaChange, AgendaSlot
from sas.rooms.offer import operations as offer
from sas.timetable.absence import Period
from sas.timetable.modality import Modality
from sas.timetable.plans import SeriesTerms, Terms, told
from sas.timetable.recurrence import SlotDraft
from tests.factories.agenda import keeper
from tests.factories.offers import Wanted, scatter
from tests.rooms.availability.register import FIRST, LAST, Register
from tests.timetable.diary import Sheet

MONDAY, DAY = date(2026, 3, 23), timedelta(days=1)  # the clocks of Paris change on Sunday 29
BEGINS = datetime(2026, 3, 22, 12, tzinfo=UTC)

hours = st.sampled_from([(0, 15), (1, 3), (2, 4), (8, 12), (9, 10), (13, 18), (22, 24)])
patients = st.none() | st.integers(1, 2)
any_number = st.integers(0, 10_000)


def said(span: tuple[int, int], places: int | None, last_day: date | None = None) -> SeriesTerms:
    start, end = time(span[0]), time(23, 59) if span[1] == 24 else time(span[1])
    return SeriesTerms(start, end, places, Modality.OFFICE, last_day, holidays_off=False)


class Story(RuleBasedStateMachine):
    """Each rule acts on the product and on the register; after each the two are compared."""

    @initialize()
    def begin(self) -> None:
        """A place without any slot, two people who keep it."""
        self.ground = transaction.atomic()
        self.ground._from_testcase = True  # type: ignore[attr-defined]  # each story on its own, undone at the end
        self.ground.__enter__()
        (self.place,) = scatter([Wanted(1, 1)], now=BEGINS)
        self.register = Register(BEGINS)
        self.people = [keeper([self.place]), keeper([self.place])]
        self.previewed: dict[int, tuple[dict[str, Any], tuple[int, date], SeriesTerms, str, int]] = {}

    def both(self, who: int) -> dict[str, Any]:
        """Who asks, where and when."""
        return {"actor": self.people[who % 2], "place_id": self.place, "now": self.register.now}

    def seen(self) -> str:
        """The version of the agenda as the page shows it."""
        return str(Agenda.objects.filter(place_id=self.place).values_list("version", flat=True).first() or 0)

    def pick(self, number: int, *, of_series: bool = False) -> tuple[int, date, Sheet, dict[str, Any]] | None:
        """An occurrence that is not over, and what names it to the product."""
        found = [
            one
            for one in self.register.sheets()
            if not of_series or (one[2].state == "plain" and len(self.register.series[one[0]].sheets) > 1)
        ]
        if not found:
            return None
        root, day, sheet = found[number % len(found)]
        slots = queries.agendas(actor=Actor.SYSTEM, place_ids=[self.place])[self.place].slots
        own = [slot for slot in slots if root in (slot.id, slot.series)]
        (slot_id,) = [id_ for named, id_, _ in told(own, (FIRST, LAST)) if named == day]
        return root, day, sheet, {"slot_id": slot_id, "day": sheet.terms.day}

    @contextlib.contextmanager
    def change(self, *, refused: bool = False) -> Iterator[None]:
        """A change that people make: accepted and counted, unless it has to be refused."""
        if refused:
            with pytest.raises(Impossible):
                yield
        else:
            yield
            self.register.changes += 1

    @rule(who=any_number, ahead=st.integers(0, 13), span=hours, places=patients, weekly=st.booleans())
    def publish(self, *, who: int, ahead: int, span: tuple[int, int], places: int | None, weekly: bool) -> None:
        """A slot, alone or each week."""
        day, terms = self.register.today() + (ahead + 1) * DAY, said(span, places)
        ticked = frozenset({day.isoweekday()} if weekly else ())
        asked = SlotDraft(day, terms.start, terms.end, ticked, places, Modality.OFFICE)
        with self.change():
            (root,) = operations.publish(**self.both(who), draft=asked)
        self.register.publish(root, day, terms, weekly=weekly)

    @rule(who=any_number, number=any_number, span=hours, places=patients, later=st.integers(0, 3))
    def edit_one(self, *, who: int, number: int, span: tuple[int, int], places: int | None, later: int) -> None:
        """One occurrence moves, unless it has a patient."""
        if not (found := self.pick(number)):
            return
        root, day, sheet, name = found
        terms = said(span, places).on(max(sheet.terms.day, self.register.today() + DAY) + later * DAY)
        if sheet.taken == 0 and terms == sheet.terms:
            return
        with self.change(refused=bool(sheet.taken)):
            operations.edit_occurrence(**self.both(who), **name, terms=terms, seen=self.seen())
        if not sheet.taken:
            self.edited(root, day, terms)

    def edited(self, root: int, day: date, terms: Terms) -> None:
        """In a series, a sheet of it; alone, another slot takes its place."""
        if len(self.register.series[root].sheets) > 1:
            self.register.series[root].edit(day, terms)
            return
        del self.register.series[root]
        new = AgendaSlot.objects.filter(place_id=self.place).latest("id").id
        alone = SeriesTerms(terms.start, terms.end, terms.patients, terms.modalities, None, holidays_off=False)
        self.register.publish(new, terms.day, alone, weekly=False)

    @rule(who=any_number, number=any_number)
    def delete_one(self, *, who: int, number: int) -> None:
        """One occurrence goes, unless it has a patient."""
        if found := self.pick(number):
            root, day, sheet, name = found
            with self.change(refused=bool(sheet.taken)):
                operations.delete_occurrence(**self.both(who), **name, seen=self.seen())
            if not sheet.taken:
                self.register.series[root].delete(day)

    @rule(who=any_number, number=any_number, span=hours, places=patients, weeks=st.none() | st.integers(1, 6))
    def preview_series(
        self, *, who: int, number: int, span: tuple[int, int], places: int | None, weeks: int | None
    ) -> None:
        """Shown to one of the two; carried out later, or never."""
        if not (found := self.pick(number, of_series=True)):
            return
        root, day, _, name = found
        if self.register.series[root].over or day <= self.register.today():
            return
        terms = said(span, places, day + weeks * 7 * DAY if weeks else None)
        seen = queries.planned_series_edit(**self.both(who), **name, terms=terms).seen
        self.previewed[who % 2] = (name, (root, day), terms, seen, self.register.changes)

    @rule(who=any_number)
    def carry_out(self, *, who: int) -> None:
        """What the other changed meanwhile is never overwritten; what patients changed is told first."""
        name, (root, day), terms, seen, changes = self.previewed.pop(who % 2, ({}, (0, FIRST), said((8, 9), 1), "", 0))
        if not name:
            return
        diary, stale = self.register.series[root], changes != self.register.changes
        try:
            done = operations.edit_series_from(**self.both(who), **name, terms=terms, seen=seen)
        except Impossible:
            assert stale or self.disturbed(seen, name, terms)
            return
        assert not stale
        if done.changes_something:
            self.register.changes += 1
            diary.edit_from(day, terms, gone=self.register.over)

    def disturbed(self, seen: str, name: dict[str, Any], terms: SeriesTerms) -> bool:
        """Whether the same preview, asked now, is another one, or cannot be asked any more."""
        try:
            return queries.planned_series_edit(**self.both(0), **name, terms=terms).seen != seen
        except Impossible:
            return True

    @rule(who=any_number, number=any_number)
    def delete_series(self, *, who: int, number: int) -> None:
        """All that has no patient goes from an occurrence on."""
        if not (found := self.pick(number, of_series=True)):
            return
        root, day, _, name = found
        diary = self.register.series[root]
        left = any(s.shown and d >= day and not s.taken and not self.register.over(s) for d, s in diary.sheets.items())
        left = left or (diary.last_day is None and not diary.over)  # it goes on after the last day that is told
        with self.change(refused=not left):
            operations.delete_series_from(**self.both(who), **name, seen=self.seen())
        if left:
            diary.delete_from(day, gone=self.register.over)

    @rule(number=any_number)
    def orient(self, *, number: int) -> None:
        """A regulator sends a patient, or is told that he cannot."""
        if found := self.pick(number):
            _, _, sheet, name = found
            begins = self.register.minutes(sheet)[0]
            free = sheet.taken < (sheet.terms.patients or 1) and (sheet.terms.patients or begins > self.register.now)
            with transaction.atomic():
                taken = operations.take_place(actor=Actor.SYSTEM, **name, now=self.register.now)
            possible = bool(free) and not self.register.hidden(max(begins, self.register.now))
            assert isinstance(taken, operations.TakenPlace) == possible
            sheet.taken += possible

    @rule(number=any_number)
    def cancel(self, *, number: int) -> None:
        """A regulator takes a patient back."""
        if (found := self.pick(number)) and found[2].taken:
            with transaction.atomic():
                operations.free_place(actor=Actor.SYSTEM, **found[3], now=self.register.now)
            found[2].taken -= 1

    @rule(
        who=any_number,
        indefinite=st.integers(0, 5),
        spans=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=4),
    )
    def be_away(self, who: int, indefinite: int, spans: list[tuple[int, int]]) -> None:
        """Periods that follow one another, and perhaps without end."""
        periods, day = [], self.register.today()
        for gap, length in spans:
            periods.append(Period(day + gap * DAY, day + (gap + length) * DAY))
            day = periods[-1].last_day + DAY
        asked = {"indefinite": indefinite == 0, "periods": periods}
        too_many = len(periods) > 3
        who_and_when = {"actor": self.people[who % 2], "place_ids": [self.place], "now": self.register.now}
        with contextlib.ExitStack() as stack:
            if too_many:
                stack.enter_context(pytest.raises(Impossible))
            operations.save_unavailability(**who_and_when, **asked, versions={self.place: int(self.seen())})
        if not too_many and self.register.save_absences(**asked):
            self.register.changes += 1

    @rule(minutes=st.integers(1, 900))
    def wait(self, *, minutes: int) -> None:
        """Time goes by; the worker does its rounds."""
        if self.register.now < datetime(2026, 4, 20, tzinfo=UTC):
            day = self.register.today()
            self.register.now += timedelta(minutes=minutes)
            if self.register.today() != day:
                with transaction.atomic():
                    offer.project_places(actor=Actor.SYSTEM, place_ids=[self.place], now=self.register.now)
            offer.sweep(actor=Actor.SYSTEM, now=self.register.now)

    @invariant()
    def the_search_shows_what_the_register_says(self) -> None:
        """Start, end of receiving, capacity and places taken of every opening."""
        if not hasattr(self, "register"):
            return
        now, until = self.register.now, self.register.now + timedelta(days=13)
        with connection.cursor() as cursor:
            cursor.execute(
                "select start, until, capacity, taken from offer_offeropening"
                " where place_id = %s and until > %s and start < %s order by 1, 2, 3, 4",
                [self.place, now, until],
            )
            assert cursor.fetchall() == self.register.openings(until)

    def teardown(self) -> None:
        """No version was skipped, and the read model is the truth."""
        if not hasattr(self, "register"):
            return
        versions = AgendaChange.objects.filter(place_id=self.place).order_by("version")
        made = list(versions.values_list("version", flat=True))
        wrong = offer.differences(actor=Actor.SYSTEM, now=self.register.now)
        transaction.set_rollback(True)
        self.ground.__exit__(None, None, None)
        assert (made, wrong) == (list(range(1, self.register.changes + 1)), 0)


@pytest.mark.django_db
@pytest.mark.shows("F-068", "F-069", "F-070", "F-071", "F-073", "F-080", "F-081", "F-082", "F-185")
@pytest.mark.parametrize("examples", [10, pytest.param(200, marks=pytest.mark.long)], ids=["500 steps", "10000 steps"])
def test_an_agenda_is_what_a_naive_register_says_whatever_people_and_regulators_do(examples: int) -> None:
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
