"""What every FHIR answer is: JSON under one media type, and an OperationOutcome for all that fails (fhir-sas §10)."""

import json
from collections.abc import Mapping

from django.http import HttpResponse

MEDIA_TYPE = "application/fhir+json"
ACCEPTED = frozenset({MEDIA_TYPE, "application/json+fhir", "application/json"})
"""The second is the older name, which the guide gives."""

_CODES = {
    400: "structure",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    412: "multiple-matches",
    413: "too-long",
    415: "not-supported",
    422: "business-rule",
    500: "exception",
    503: "transient",
}


class Problem(Exception):
    """What an interaction answers when it cannot be done: status, sentence, and FHIR's own code when it is special."""

    def __init__(self, status: int, said: str, *, code: str = "", where: str = "") -> None:
        """`where`: path of the element that it is about."""
        super().__init__(said)
        self.status, self.said = status, said
        self.code, self.where = code or _CODES[status], where


def resource(content: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """A resource as it leaves: characters as they are, never kept by anybody between."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    reply = HttpResponse(body, status=status, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    reply["Cache-Control"] = "no-store"
    return reply


def failure(problem: Problem) -> HttpResponse:
    """An OperationOutcome of one issue."""
    issue: dict[str, object] = {"severity": "error", "code": problem.code, "diagnostics": problem.said}
    if problem.where:
        issue["expression"] = [problem.where]
    return resource({"resourceType": "OperationOutcome", "issue": [issue]}, status=problem.status)


def done(said: str) -> dict[str, object]:
    """An OperationOutcome that tells of success."""
    issue = {"severity": "information", "code": "informational", "diagnostics": said}
    return {"resourceType": "OperationOutcome", "issue": [issue]}
