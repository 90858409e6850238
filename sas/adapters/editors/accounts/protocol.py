"""The profile FrPractitionerRegul, written; the answers of an editor, read. Pure functions (INT_R02)."""

import json
from typing import Any

from sas.adapters.editors.accounts.values import Identifier, Regulator, Verdict

PROFILE = "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition/FrPractitionerRegul"
NATIONAL = "urn:oid:1.2.250.1.71.4.2.1"
PLATFORM = "urn:oid:1.2.250.1.213.3.6"

_TYPES = {NATIONAL: "IDNPS", PLATFORM: "INTRN"}
_TYPE_SYSTEM = "http://interopsante.org/fhir/CodeSystem/fr-v2-0203"
_AGAIN = frozenset({408, 425, 429})
# The closed list of FHIR: an editor's own words, which may name somebody, go no further.
_ISSUES = frozenset(
    [
        "invalid",
        "structure",
        "required",
        "value",
        "invariant",
        "security",
        "login",
        "unknown",
        "expired",
        "forbidden",
        "suppressed",
        "processing",
        "not-supported",
        "duplicate",
        "multiple-matches",
        "not-found",
        "deleted",
        "too-long",
        "code-invalid",
        "extension",
        "too-costly",
        "business-rule",
        "conflict",
        "transient",
        "lock-error",
        "no-store",
        "exception",
        "timeout",
        "incomplete",
        "throttled",
        "informational",
    ]
)


def practitioner(regulator: Regulator) -> bytes:
    """The resource, in UTF-8; nothing in it is empty."""
    known = regulator.identifier
    body = {
        "resourceType": "Practitioner",
        "meta": {"source": PLATFORM, "profile": [PROFILE]},
        "identifier": [
            {
                "type": {"coding": [{"system": _TYPE_SYSTEM, "code": _TYPES[known.system]}]},
                "system": known.system,
                "value": known.value,
            }
        ],
        "active": regulator.active,
        "name": [{"family": regulator.family_name, "given": [regulator.given_name]}],
        "telecom": [{"system": "email", "value": regulator.email}],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def identifier(*, national_id: str, technical_id: str) -> Identifier:
    """The national one when there is one: only then may an editor tell a person from another platform's."""
    return Identifier(NATIONAL, national_id) if national_id else Identifier(PLATFORM, technical_id)


def verdict(status: int) -> Verdict:
    """Only a success is one; a server in trouble is asked again, one that refuses is not."""
    if status in (200, 201):
        return Verdict.DONE
    return Verdict.AGAIN if status >= 500 or status in _AGAIN else Verdict.REFUSED


def issue(body: bytes) -> str:
    """The code of the first issue of an OperationOutcome; nothing for anything else."""
    try:
        told: Any = json.loads(body)
        code = told["issue"][0]["code"] if told["resourceType"] == "OperationOutcome" else ""
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return code if isinstance(code, str) and code in _ISSUES else ""
