"""Logs: one JSON line per record, without query strings (they hold the address searched) nor personal data."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from sas.correlation import marks

# What follows opens somebody's agenda: the token of a private calendar address (ADR 19).
_TOKEN = re.compile(r"(/calendriers/)[^\s\"'?]+")
# After a first "name=", to the end: an address that was not percent-encoded holds spaces.
_QUERY = re.compile(r"\?(?:[\w.-]+=.*|[^\s\"']*)", re.DOTALL)

# The secret of a link sent by mail stands in the path of its page.
_SECRET = re.compile(r"/[\w-]{40,}")
# A program that writes a national identifier or an address where one of our ids stands.
_NAMED = re.compile(r"/[^/\s\"'?]*(?:[@|]|[0-9]{10})[^/\s\"'?]*")


class NoQueryString(logging.Filter):
    """Cut query strings, secrets of links, private calendar addresses, and numbers of people out of a message."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always let the record through, shortened."""
        told = _TOKEN.sub(r"\1…", _QUERY.sub("", record.getMessage()))
        record.msg = _NAMED.sub("/…", _SECRET.sub("/…", told))
        record.args = None
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: UTC time, level, logger, message, request or job, and the trace of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Render the record; of an exception, the type and the code lines, never its values."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **marks(),
            **_job_of(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["trace"] = _code_lines(record)
        return json.dumps(line, ensure_ascii=False)


def _job_of(record: logging.LogRecord) -> dict[str, int]:
    """What the queue itself says of a job comes once the job is over."""
    told = getattr(record, "job", None)
    return {"job": told["id"]} if isinstance(told, dict) and "id" in told else {}


def _code_lines(record: logging.LogRecord) -> list[str]:
    trace = record.exc_info[2] if record.exc_info else None
    lines = []
    while trace:
        code = trace.tb_frame.f_code
        lines.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return lines
