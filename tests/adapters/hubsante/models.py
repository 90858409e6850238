"""A message of the Hub Santé held against the schemas of its models."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

HERE = Path(__file__).parent
_PARTS = {"appointment": "RS-SAS-RDV", "reference": "RC-REF", "error": "RS-ERROR"}


def faults(body: bytes | str) -> list[str]:
    """What the schemas refuse: of the envelope, of the header inside, of what the header carries; empty when nothing.

    With the formats of dates and times checked.
    """
    envelope = json.loads(body)
    message = inside(envelope)
    asked = {"EDXL-DE-envelope-only": envelope, "RC-DE": message}
    asked |= {schema: message[part] for part, schema in _PARTS.items() if part in message}
    assert len(asked) == 3
    return [
        f"{name}: {fault.json_path} {fault.message}"
        for name, it in asked.items()
        for fault in _of(name).iter_errors(it)
    ]


def inside(envelope: dict[str, Any]) -> dict[str, Any]:
    """The RC-DE header, with the appointment, reference or error beside."""
    found: dict[str, Any] = envelope["content"][0]["jsonContent"]["embeddedJsonContent"]["message"]
    return found


def sample(name: str) -> bytes:
    """A message printed in the guide."""
    return (HERE / "samples" / f"{name}.json").read_bytes()


@cache
def _of(name: str) -> Draft7Validator:
    schema = json.loads((HERE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
