"""The wire format: GeoJSON of single questions, CSV of bulk ones. An answer that makes no sense is no answer."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import httpx

from sas.adapters.geocoding.values import AddressKind, AddressQuery, FoundAddress, FoundPoint
from sas.errors import Unavailable

SERVICE = "Le service d'adresses"


def addresses(response: httpx.Response) -> tuple[FoundAddress, ...]:
    """The features of a GeoJSON answer. Raises Unavailable when it is none."""
    try:
        features = response.json()["features"]
        return tuple(found for feature in features if (found := _address(feature)) is not None)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Unavailable(SERVICE) from None


def _address(feature: dict[str, Any]) -> FoundAddress | None:
    told = feature["properties"]
    lon, lat = (float(degrees) for degrees in feature["geometry"]["coordinates"][:2])
    if told.get("type") not in set(AddressKind):
        return None
    kind = AddressKind(told["type"])
    name = str(told.get("name") or "")
    return FoundAddress(
        label=str(told["label"]),
        score=float(told.get("score") or 0.0),
        kind=kind,
        housenumber=str(told.get("housenumber") or ""),
        # The protocol names the street only beside a number; a street's own name is its `name`.
        street=str(told.get("street") or (name if kind is AddressKind.STREET else "")),
        postcode=str(told.get("postcode") or ""),
        citycode=str(told.get("citycode") or ""),
        city=str(told.get("city") or ""),
        context=str(told.get("context") or ""),
        lat=lat,
        lon=lon,
    )


def bulk_request(queries: Sequence[AddressQuery]) -> bytes:
    """The CSV sent, one line per query, numbered."""
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(["number", "address", "postcode", "citycode"])
    for number, query in enumerate(queries):
        writer.writerow([number, query.address, query.postcode, query.citycode])
    return content.getvalue().encode()


def bulk_answer(response: httpx.Response, count: int) -> list[FoundPoint | None]:
    """One entry per query, in the order asked. Raises Unavailable when the answer is not such a CSV."""
    found: list[FoundPoint | None] = [None] * count
    try:
        for row in csv.DictReader(io.StringIO(response.content.decode("utf-8"))):
            found[int(row["number"])] = _point(row)
    except (ValueError, LookupError, TypeError, csv.Error):
        raise Unavailable(SERVICE) from None
    return found


def _point(row: dict[str, str]) -> FoundPoint | None:
    lat = row.get("latitude") or row.get("result_latitude")
    lon = row.get("longitude") or row.get("result_longitude")
    if not lat or not lon or row["result_type"] not in set(AddressKind):
        return None
    return FoundPoint(
        score=float(row["result_score"] or 0),
        kind=AddressKind(row["result_type"]),
        citycode=row["result_citycode"],
        lat=float(lat),
        lon=float(lon),
    )
