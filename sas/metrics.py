"""What each process counts of its own work, for Prometheus (ADR 53). Names and codes only: nobody, no address, no text.

With METRICS_FOLDER, all processes of a host keep their counts in files there, which `sas metrics` adds up; without it
they stay in the process. A count costs some microseconds (docs/observability.md).
"""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_DELAYS = (1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600, 14400)

REQUESTS = Histogram(
    "sas_request_seconds", "Answers by view and class of status.", ["view", "status"], buckets=_SECONDS
)
IN_FLIGHT = Gauge("sas_requests_in_flight", "Requests being answered.", multiprocess_mode="livesum")
SEARCHES = Histogram(
    "sas_search_seconds",
    "The search itself, without its page, by mode and kind of place.",
    ["mode", "place"],
    buckets=(0.002, 0.005, *_SECONDS),
)
ORIENTATIONS = Counter(
    "sas_orientations", "Orientations asked for, by way and outcome: made, invalid, or why not.", ["way", "outcome"]
)
SEEN = Histogram(
    "sas_seen_seconds",
    "At most so long from the commit of a change until searches of this process see it.",
    buckets=(0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30),
)
LIVE_PAGES = Gauge("sas_live_pages", "Open pages that listen to changes.", multiprocess_mode="livesum")

POOL_SIZE = Gauge("sas_pool_connections", "Connections held by the web processes.", multiprocess_mode="livesum")
POOL_FREE = Gauge("sas_pool_connections_free", "Of these, those that serve nobody.", multiprocess_mode="livesum")
POOL_ASKED = Counter("sas_pool_requests", "Connections asked of the pools.")
POOL_QUEUED = Counter("sas_pool_requests_queued", "Of these, those that had to wait.")
POOL_WAITED = Counter("sas_pool_wait_seconds", "Seconds they waited, all together.")
POOL_FAILED = Counter("sas_pool_requests_failed", "Connections that did not come in time.")

JOBS = Histogram(
    "sas_job_seconds",
    "Jobs carried out, by task and outcome: done, or failed at this try.",
    ["task", "outcome"],
    buckets=(0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800),
)
MAIL_DELAYS = Histogram("sas_mail_delay_seconds", "From the posting of a mail to its sending.", buckets=_DELAYS)
HUB_DELAYS = Histogram(
    "sas_hub_delay_seconds",
    "From an orientation's message to the sending that the Hub Santé confirmed.",
    buckets=_DELAYS,
)
EDITOR_ANSWERS = Histogram(
    "sas_editor_answer_seconds",
    "Questions to editors, by number of the editor and outcome: answered, or the code of its failure.",
    ["editor", "outcome"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 3, 5, 7),
)
