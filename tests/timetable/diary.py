"""A naive diary, to hold the planners against: one sheet per day of the series, changed by hand, nothing clever."""

from datetime import timedelta

WEEK = timedelta(days=7)


class Sheet:
    """A day of the series: as the others ("plain"), "edited", "deleted", or "ended" (the series does not reach it)."""

    def __init__(self, terms, *, state="plain", suspended=False):
        """Nobody has taken anything yet."""
        self.state, self.terms, self.suspended, self.taken = state, terms, suspended, 0

    @property
    def shown(self):
        """What takes place that day, None when nothing does."""
        return self.terms if self.state in {"plain", "edited"} and not self.suspended else None


class Diary:
    """The days of one series, from its first through `horizon`."""

    def __init__(self, first, terms, *, horizon, last_day=None, off=frozenset()):
        """`terms` is a SeriesTerms-like; `off` the holidays that suspend the series."""
        self.sheets, self.over, self.last_day = {}, False, last_day
        day = first
        while day <= horizon:
            ended = last_day is not None and day > last_day
            self.sheets[day] = Sheet(terms.on(day), state="ended" if ended else "plain", suspended=day in off)
            day += WEEK

    def shown(self):
        """Day of the series -> what takes place."""
        return {day: sheet.shown for day, sheet in self.sheets.items() if sheet.shown}

    def edit(self, day, terms):
        """One day, on other terms."""
        sheet = self.sheets[day]
        if terms != sheet.terms:
            sheet.terms, sheet.state, sheet.suspended = terms, "edited", False

    def delete(self, day):
        """One day."""
        self.sheets[day].state = "deleted"

    def edit_from(self, since, terms, *, off=frozenset(), gone=None):
        """Every day from `since` on; `gone` tells the sheets that are over."""
        self.last_day = terms.last_day
        for day, sheet in self.sheets.items():
            if day < since or sheet.taken or _over(sheet, gone):
                continue
            within = terms.last_day is None or day <= terms.last_day
            if not within:
                sheet.state = "ended"
            elif sheet.state in {"plain", "ended"} or (
                sheet.state == "edited" and sheet.terms == terms.on(day) and day not in off
            ):
                sheet.state, sheet.terms, sheet.suspended = "plain", terms.on(day), day in off

    def delete_from(self, since, *, gone=None):
        """Every day from `since` on; `gone` as in `edit_from`."""
        self.over = True
        for day, sheet in self.sheets.items():
            if day >= since and not sheet.taken and not _over(sheet, gone):
                sheet.state = "ended"


def _over(sheet, gone):
    return sheet.state == "edited" and gone is not None and gone(sheet)
