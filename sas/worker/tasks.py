"""Deferred and periodic jobs: each loads nothing but ids and calls one operation. Retried jobs may run twice."""

from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from sas.actor import Actor
from sas.adapters.editors import client as editors_client
from sas.errors import Unavailable
from sas.rooms.accounts import operations as accounts
from sas.rooms.assistance import operations as assistance
from sas.rooms.calendars import operations as calendars
from sas.rooms.digests import operations as digests
from sas.rooms.directory import queries as directory
from sas.rooms.editors import operations as editors
from sas.rooms.exchanges import operations as exchanges
from sas.rooms.indicators import operations as indicators
from sas.rooms.journal import operations as journal
from sas.rooms.offer import operations as offer
from sas.rooms.orientation import operations as orientation
from sas.rooms.outbox import operations as outbox
from sas.rooms.piloting import operations as piloting
from sas.rooms.protection import operations as protection
from sas.rooms.usage import operations as usage
from sas.worker import extracting

__all__ = ["extracting"]
"""Jobs that stand in a module of their own: imported here, they are known with the others."""

_PARIS = ZoneInfo("Europe/Paris")
_RESET_HOUR = 3

# While the mail server is away: after 4, 16, 64, 256 seconds and so on, for about a day.
_WHILE_AWAY = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions={Unavailable})

# A creation that broke halfway goes on where it stopped.
_WHEN_IT_BREAKS = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(retry=_WHILE_AWAY)
def send_mail(*, mail_id: int) -> None:
    """Get one mail out of the box."""
    outbox.deliver(actor=Actor.SYSTEM, mail_id=mail_id, now=datetime.now(UTC))


@app.task
def warn_of_unavailability(*, place_id: int) -> None:
    """Tell the regulation which of its patients an unavailability now covers."""
    orientation.warn_of_unavailability(actor=Actor.SYSTEM, place_id=place_id, now=datetime.now(UTC))


@app.task
def answer_reset(*, link_id: int) -> None:
    """Send the link of « Mot de passe oublié ? » when an account may receive it."""
    accounts.answer_reset(actor=Actor.SYSTEM, link_id=link_id, now=datetime.now(UTC))


@app.periodic(cron="0 5 * * *")
@app.task(queueing_lock="remind_passwords")
def remind_passwords(*, timestamp: int) -> None:
    """Each day: passwords that are about to expire."""
    accounts.remind_passwords(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="20 5 * * *")
@app.task(queueing_lock="follow_inactivity")
def follow_inactivity(*, timestamp: int) -> None:
    """Each day: accounts that nobody uses."""
    accounts.follow_inactivity(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="purge", lock="purge")
def purge(*, timestamp: int) -> None:
    """Each night: every kind of data that is past its time (docs/data-protection.md)."""
    protection.purge(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="mark_lost_mails")
def mark_lost_mails(*, timestamp: int) -> None:
    """Mails whose sender died halfway wait for a person's decision."""
    outbox.mark_lost(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.task(retry=_WHEN_IT_BREAKS)
def create_accounts(*, bulk_id: int) -> None:
    """Create the accounts of a confirmed file."""
    accounts.carry_out(actor=Actor.SYSTEM, bulk_id=bulk_id, now=datetime.now(UTC))


@app.periodic(cron="25 3 * * *")
@app.task(queueing_lock="tidy_assistance")
def tidy_assistance(*, timestamp: int) -> None:
    """Each night, before the purge: requests for help answered long ago are closed."""
    assistance.tidy_assistance(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put back the jobs of a worker that died while running them."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep_offer")
def sweep_offer(*, timestamp: int) -> None:
    """Each minute: re-project the places whose next opening has gone by."""
    offer.sweep(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="forget_searches")
def forget_searches(*, timestamp: int) -> None:
    """Each minute: the lists of searches whose half hour is over."""
    offer.forget_searches(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="renew_card_sessions", lock="renew_card_sessions")
def renew_card_sessions(*, timestamp: int) -> None:
    """Each minute: the sessions of Pro Santé Connect that ended there end here."""
    accounts.renew_card_sessions(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="0 * * * *")
@app.task(queueing_lock="reset_practice")
def reset_practice(*, timestamp: int) -> None:
    """At three in Paris, summer and winter: the place to practise is made anew. Nothing anywhere else."""
    if settings.PRACTICE and datetime.fromtimestamp(timestamp, UTC).astimezone(_PARIS).hour == _RESET_HOUR:
        call_command("practice_reset")


@app.periodic(cron="10 2 * * *")
@app.task(queueing_lock="rebuild_offer")
def rebuild_offer(*, timestamp: int) -> None:
    """Each night: add the new last day of the horizon, and mend whatever would differ from the truth."""
    offer.rebuild(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="15 4 * * *")
@app.task(queueing_lock="count_days", lock="count_days")
def count_days(*, timestamp: int) -> None:
    """Each night: note what editors tell of tomorrow, and count the days that are due for the dashboards."""
    piloting.keep_up(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="30 4 * * *")
@app.task(queueing_lock="keep_up_indicators", lock="keep_up_indicators")
def keep_up_indicators(*, timestamp: int) -> None:
    """Each night: close the months of Avenant 9 that can be, look again at the others, make open tables anew."""
    indicators.keep_up(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="15 1,4 * * *")
@app.task(queueing_lock="count_searches", lock="count_searches")
def count_searches(*, timestamp: int) -> None:
    """Twice a night: the searches of the last days, counted."""
    usage.keep_up(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="5 4-8 * * *")
@app.task(queueing_lock="send_digests", lock="send_digests")
def send_digests(*, timestamp: int) -> None:
    """In the morning, summer and winter: the summaries of the week or of the month, once to each who chose them."""
    digests.send_due(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.task(retry=_WHEN_IT_BREAKS)
def rebuild_search(*, rebuild_id: int) -> None:
    """Carry out a rebuild that an administrator asked for, batch by batch, from where it is."""
    while offer.rebuild_step(actor=Actor.SYSTEM, rebuild_id=rebuild_id, now=datetime.now(UTC)):
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="plan_calendar_reads")
def plan_calendar_reads(*, timestamp: int) -> None:
    """Every five minutes: queue the private calendars whose quarter of an hour has gone by."""
    calendars.plan_reads(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.task
def read_calendar(*, place_id: int) -> None:
    """Read the private calendar of a place; one that fails is due again later."""
    calendars.read_source(actor=Actor.SYSTEM, place_id=place_id, now=datetime.now(UTC))


@app.task
def send_to_lrms() -> None:
    """Send the messages to the regulation's software that are due; those that could not leave are due again later."""
    while exchanges.deliver(actor=Actor.SYSTEM, now=datetime.now(UTC)):
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="exchange_with_lrms", lock="exchange_with_lrms")
def exchange_with_lrms(*, timestamp: int) -> None:
    """Each minute: send what is due again, and read what the Hub Santé returned."""
    send_to_lrms()
    exchanges.collect(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.task
def send_accounts(*, editor_id: int) -> None:
    """Tell an editor of the regulators it does not know of yet; what it did not take is due again later."""
    while exchanges.deliver_accounts(actor=Actor.SYSTEM, editor_id=editor_id, now=datetime.now(UTC)):
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="plan_accounts")
def plan_accounts(*, timestamp: int) -> None:
    """Each minute: queue the editors to which an account is due again."""
    exchanges.plan_accounts(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.task
def ask_wanted_editors() -> None:
    """Ask editors about what is due, that which a page has just shown first; each within its own limit."""
    now = datetime.now(UTC)
    ask = partial(editors_client.ask, now=now)
    editors.refresh(actor=Actor.SYSTEM, reached=reached(), ask=ask, now=now)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ask_editors")
def ask_editors(*, timestamp: int) -> None:
    """Each minute: what is due though no page shows it."""
    ask_wanted_editors()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="plan_editors")
def plan_editors(*, timestamp: int) -> None:
    """Every five minutes: whom each editor is asked about, as settings say now."""
    editors.plan(actor=Actor.SYSTEM, reached=reached(), now=datetime.now(UTC))


def reached() -> list[editors.Reached]:
    """The editors that are asked for slots from here."""
    known = directory.editor_endpoints(actor=Actor.SYSTEM)
    return [editors.reached_as(one) for one in known if one.slots_asked]


@app.periodic(cron="55 3 * * *")
@app.task(queueing_lock="forget_editors_slots")
def forget_editors_slots(*, timestamp: int) -> None:
    """Each night: slots of editors that are over, and counts that are old."""
    editors.forget(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="30 6 * * *")
@app.task(queueing_lock="warn_of_certificates")
def warn_of_certificates(*, timestamp: int) -> None:
    """Each morning: write to administrators before a certificate of the exchanges with editors ends."""
    editors.warn_of_certificates(actor=Actor.SYSTEM, now=datetime.now(UTC))


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_journal")
def seal_journal(*, timestamp: int) -> None:
    """Each minute: what was written in the journal can no longer be rewritten unseen."""
    journal.seal(actor=Actor.SYSTEM, now=datetime.now(UTC))
