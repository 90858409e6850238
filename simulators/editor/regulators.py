"""Regulator accounts as the platform sends them (INT_R02), and what an editor refuses of them."""

import secrets
import threading
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

from simulators.editor import fhir
from simulators.editor.delivery import Reply, as_json, refused
from simulators.editor.fhir import Json

_CODES = {fhir.IDNPS: "IDNPS", fhir.SAS: "INTRN"}


class Regulators:
    """The accounts, by the id that the editor gave each."""

    def __init__(self) -> None:
        """None yet."""
        self.known: dict[str, Json] = {}
        self._lock = threading.Lock()

    def create(self, told: Json, *, base: str) -> Reply:
        """`POST Practitioner`."""
        if wrong := _wrong_with(told):
            return wrong
        with self._lock:
            if self._clash(told, but=None):
                return refused(422, "duplicate", words="un compte actif a déjà cet identifiant ou cette adresse")
            return self._kept(secrets.token_hex(8), told, base=base, status=201)

    def update(self, told: Json, query: str, *, base: str) -> Reply:
        """`PUT Practitioner?identifier=…`, which creates who is unknown."""
        system, bar, value = dict(parse_qsl(query)).get("identifier", "").partition("|")
        if not bar or not value:
            return refused(400, "invalid", words="identifier=<système>|<valeur> manque")
        if wrong := _wrong_with(told):
            return wrong
        with self._lock:
            mine = self._holder(system, value)
            if self._clash(told, but=mine):
                return refused(422, "duplicate", words="un autre compte actif a cet identifiant ou cette adresse")
            if mine is None:
                return self._kept(secrets.token_hex(8), told, base=base, status=201)
            return self._kept(mine, told, base=base, status=200)

    def active(self) -> list[Json]:
        """Who may book."""
        return [one for one in self.known.values() if one["active"]]

    def named(self, names: Iterable[str]) -> Json | None:
        """The active account that has one of these identifiers."""
        wanted = set(names)
        return next((one for one in self.active() if wanted & {value for _, value in _names(one)}), None)

    def _kept(self, identifier: str, told: Json, *, base: str, status: int) -> Reply:
        self.known[identifier] = told | {"id": identifier}
        # A number that was freed by its holder is now somebody else's alone.
        for other, one in self.known.items():
            if other != identifier and not one["active"]:
                one["identifier"] = [name for name in one["identifier"] if name not in told["identifier"]]
        return as_json(self.known[identifier], status=status, Location=f"{base}/Practitioner/{identifier}")

    def _holder(self, system: str, value: str) -> str | None:
        holders = (key for key, one in self.known.items() if (system, value) in set(_names(one)))
        return next(holders, None)

    def _clash(self, told: Json, *, but: str | None) -> bool:
        """Whether an active account other than `but` has one of these identifiers or the address."""
        others = [one for key, one in self.known.items() if key != but and one["active"]]
        names, mail = set(_names(told)), _mail(told)
        return any(names & set(_names(one)) or _mail(one) == mail for one in others)


def _names(told: Json) -> Iterator[tuple[str, str]]:
    return ((one["system"], one["value"]) for one in told["identifier"])


def _mail(told: Json) -> str:
    return next((str(one["value"]).lower() for one in told["telecom"] if one["system"] == "email"), "")


def _wrong_with(told: Json) -> Reply | None:
    if told.get("resourceType") != "Practitioner":
        return refused(400, "invalid", words="un Practitioner est attendu")
    try:
        sound = _is_sound(told)
    except (KeyError, IndexError, TypeError, AttributeError):
        return refused(400, "required", words="un élément obligatoire manque")
    return None if sound else refused(422, "business-rule", words="un élément n'a pas la valeur attendue")


def _is_sound(told: Json) -> bool:
    """Raises KeyError and the like when an element is missing."""
    name, kinds = told["name"][0], [one["system"] for one in told["telecom"]]
    codes = [(one["system"], one["type"]["coding"][0]["code"]) for one in told["identifier"]]
    named = bool(name["family"].strip() and name["given"][0].strip())
    identified = bool(codes) and all(_CODES.get(system) == code for system, code in codes)
    valued = all(one["value"].strip() for one in told["identifier"])
    return (
        isinstance(told["active"], bool) and named and identified and valued and "email" in kinds and "@" in _mail(told)
    )
