"""The table of retention: one line for each kind of data that ends by itself (F-270, ADR 52).

Another kind: a function of its room that removes what is past its time and returns how many, a line here, its maker in
tests/rooms/protection/old_things.py, its French words in sas/web/administration/retention_words.py, and
`python -m tests.house.retention_table`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts.rules import bulk as bulk_rules
from sas.rooms.accounts.rules import keeping
from sas.rooms.assistance import operations as assistance
from sas.rooms.assistance import rules as assistance_rules
from sas.rooms.calendars import operations as calendars
from sas.rooms.digests import operations as digests
from sas.rooms.directory import operations as directory
from sas.rooms.exchanges import operations as exchanges
from sas.rooms.exchanges import rules as exchange_rules
from sas.rooms.extracts import operations as extracts
from sas.rooms.extracts import rules as extract_rules
from sas.rooms.offer import operations as offer
from sas.rooms.offer import rules as offer_rules
from sas.rooms.orientation import operations as orientation
from sas.rooms.orientation import rules as orientation_rules
from sas.rooms.outbox import operations as outbox
from sas.rooms.outbox import rules as outbox_rules
from sas.rooms.protection.enums import Basis
from sas.rooms.protection.rules.spans import Span
from sas.rooms.usage import operations as usage


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of data: how long after what it goes, by which right it was kept, and what removes it.

    `kept` is read when it is asked for: some come from settings. `purge` removes in the caller's transaction and
    returns how many; None: the application may not, and `command` is the operator's.
    """

    kind: str
    what: str
    models: tuple[str, ...]
    since: str
    kept: Callable[[], Span]
    basis: Basis
    purge: Callable[..., int] | None
    command: str = ""


def _lasting(time: timedelta) -> Callable[[], Span]:
    return lambda: Span(time=time)


LINES = (
    Line(
        "sessions",
        "Open sessions, and the tokens of Pro Santé Connect",
        ("accounts.OpenSession",),
        "their end, SESSION_HOURS after they were opened at the latest",
        Span,
        Basis.SECURITY,
        accounts.forget_sessions,
    ),
    Line(
        "links",
        "Links sent by mail to an account",
        ("accounts.OneTimeLink",),
        "their expiry",
        _lasting(keeping.LINKS_KEPT),
        Basis.SECURITY,
        accounts.forget_links,
    ),
    Line(
        "demands",
        "Demands for a link, of no account yet, with the address typed",
        ("accounts.OneTimeLink",),
        "their expiry",
        _lasting(keeping.DEMANDS_KEPT),
        Basis.SECURITY,
        accounts.forget_demands,
    ),
    Line(
        "failures",
        "Failures to sign in, by a keyed hash of the address",
        ("accounts.SignInGuard",),
        "the last failure",
        _lasting(keeping.GUARDS_KEPT),
        Basis.SECURITY,
        accounts.forget_failures,
    ),
    Line(
        "logins",
        "Logins delegated to editors",
        ("accounts.LoginGrant",),
        "the login",
        _lasting(keeping.GRANTS_KEPT),
        Basis.SECURITY,
        accounts.forget_logins,
    ),
    Line(
        "unused_accounts",
        "Accounts without role or deactivated, that nobody uses",
        ("accounts.User",),
        "the last sign-in, else the creation",
        lambda: Span(months=keeping.UNUSED_MONTHS),
        Basis.MISSION,
        accounts.close_unused,
    ),
    Line(
        "delegation_requests",
        "Delegation requests, with their comments",
        ("accounts.DelegationRequest", "accounts.DelegationComment"),
        "the decision",
        lambda: Span(months=keeping.REQUESTS_MONTHS),
        Basis.MISSION,
        accounts.forget_requests,
    ),
    Line(
        "account_files",
        "Files of accounts to create, with their report",
        ("accounts.BulkCreation", "accounts.BulkLine"),
        "their reading",
        _lasting(bulk_rules.KEPT),
        Basis.MISSION,
        accounts.forget_bulks,
    ),
    Line(
        "mails",
        "Traces of mails; their text goes when they leave",
        ("outbox.OutgoingMail",),
        "their writing",
        _lasting(outbox_rules.KEPT),
        Basis.MISSION,
        outbox.forget,
    ),
    Line(
        "assistance_origins",
        "What counts the requests for help of a day, a keyed hash",
        ("assistance.AssistanceRequest",),
        "the request",
        _lasting(assistance_rules.ORIGIN_KEPT),
        Basis.SECURITY,
        assistance.forget_origins,
    ),
    Line(
        "assistance_files",
        "Files joined to requests for help (ASSISTANCE_FILE_DAYS)",
        ("assistance.AssistanceFile",),
        "the end of the request",
        lambda: Span(time=timedelta(days=settings.ASSISTANCE_FILE_DAYS)),
        Basis.MISSION,
        assistance.forget_files,
    ),
    Line(
        "assistance_requests",
        "Requests for help and their answers (ASSISTANCE_MONTHS)",
        ("assistance.AssistanceRequest", "assistance.AssistanceAnswer"),
        "their end",
        lambda: Span(months=settings.ASSISTANCE_MONTHS),
        Basis.MISSION,
        assistance.forget_requests,
    ),
    Line(
        "searches",
        "Lists of results kept for their following pages; removed each minute too",
        ("offer.KeptSearch",),
        "the search",
        _lasting(offer_rules.KEPT),
        Basis.MISSION,
        offer.forget_searches,
    ),
    Line(
        "orientation_keys",
        "Keys of orientation forms, and why none was made",
        ("orientation.OrientationRequest",),
        "the form",
        _lasting(orientation_rules.KEYS_KEPT),
        Basis.MISSION,
        orientation.forget_keys,
    ),
    Line(
        "orientation_notices",
        "Whether somebody wants a mail at each orientation",
        ("orientation.OrientationNotice",),
        "the closing of the account",
        Span,
        Basis.MISSION,
        orientation.forget_notices,
    ),
    Line(
        "digest_choices",
        "How often somebody wants a summary by mail",
        ("digests.DigestChoice",),
        "the closing of the account",
        Span,
        Basis.CONSENT,
        digests.forget_choices,
    ),
    Line(
        "extracts",
        "Extracts that were asked for, and by whom; their files go when taken, else after EXTRACTS_LINK_HOURS",
        ("extracts.Extract",),
        "the demand",
        _lasting(extract_rules.KEPT),
        Basis.SECURITY,
        extracts.forget_extracts,
    ),
    Line(
        "usage_events",
        "Events of use, without anybody (USAGE_EVENT_DAYS)",
        ("usage.UsageEvent",),
        "the event",
        lambda: Span(time=timedelta(days=settings.USAGE_EVENT_DAYS)),
        Basis.MISSION,
        usage.forget_events,
    ),
    Line(
        "calendars",
        "Private calendars of a professional: the one that is read, the address given out",
        ("calendars.CalendarFeed", "calendars.CalendarSource", "calendars.BusyTime"),
        "the closing of the last account that acts for the professional",
        Span,
        Basis.CONSENT,
        calendars.forget_left,
    ),
    Line(
        "lrm_messages",
        "Traces of messages to the regulation's software",
        ("exchanges.LrmMessage",),
        "their writing",
        _lasting(exchange_rules.KEPT),
        Basis.MISSION,
        exchanges.forget,
    ),
    Line(
        "appointment_versions",
        "What an editor said of an appointment before its last report",
        ("exchanges.AppointmentVersion",),
        "the report",
        _lasting(exchange_rules.VERSIONS_KEPT),
        Basis.LAW,
        exchanges.forget_reports,
    ),
    Line(
        "import_rejects",
        "Lines refused by an import of the national files",
        ("directory.ImportReject",),
        "the beginning of the import",
        _lasting(directory.REJECTS_KEPT),
        Basis.MISSION,
        directory.forget_rejects,
    ),
    Line(
        "journal",
        "The journal: who did what, by numbers and codes (JOURNAL_RETENTION_DAYS)",
        ("journal.AuditEntry",),
        "their seal",
        lambda: Span(time=timedelta(days=settings.JOURNAL_RETENTION_DAYS)),
        Basis.SECURITY,
        None,
        "sas journal --purge",
    ),
)
