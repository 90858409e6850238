"""How each database of the settings is reached."""

import environ


def database(url: str) -> dict[str, object]:
    """What Django is told of the database at this address."""
    settings: dict[str, object] = dict(environ.Env.db_url_config(url))
    settings["CONN_HEALTH_CHECKS"] = False
    options = dict(settings.get("OPTIONS") or {})
    # The planner must not start parallel workers for one-millisecond queries (design/search: p99 grew tenfold).
    # Only the statements of sas.statements are prepared; no value of theirs calls for another plan: planned once.
    options["options"] = (
        "-c max_parallel_workers_per_gather=0 -c TimeZone=UTC -c jit=off -c plan_cache_mode=force_generic_plan"
    )
    options["prepare_threshold"] = 5
    # A server that is gone without a word is found out within ten seconds, and the next of its hosts is tried.
    options |= {"connect_timeout": 3, "tcp_user_timeout": 8000, "keepalives_idle": 5, "keepalives_interval": 2}
    settings["OPTIONS"] = options
    return settings
