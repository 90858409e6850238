"""What every person of the scenario does: sign in by the form, open pages, send the forms that they hold."""

import html
import re
import time
from typing import Any
from urllib.parse import urlencode

from locust.contrib.fasthttp import FastHttpSession

from benchmarks.load.tally import Tally

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_INPUT = re.compile(r"<input\b[^>]*>")
_PART = re.compile(r'\b(name|value|type)="([^"]*)"')
_SAID = re.compile(
    r'class="[^"]*(?:fr-error-text|fr-message--error|fr-alert--error)[^"]*"[^>]*>\s*(?:<[^>]+>\s*)*([^<]+)'
)
_MEANWHILE = re.compile(
    "est complète|n(?:&#x27;|&#39;|')existe plus|est passée|patients? (?:est|sont) orientés?|être orienté"
)
"""What a page says when somebody else was quicker: the last place was taken, the slot deleted, a patient oriented."""
OK, SEE_OTHER = 200, 303
_REFUSALS = (409, 422)


class Unwanted(Exception):
    """An answer that is not the one that was wanted; it has been counted."""


class Browser:
    """One browser; `tally` hears of every answer. `session`: the key of one that another page opened."""

    def __init__(self, client: FastHttpSession, tally: Tally, *, session: str = "") -> None:
        self._client, self._tally = client, tally
        self._cookie = {"Cookie": f"sessionid={session}"} if session else {}

    @property
    def session(self) -> str:
        """The key of its own session."""
        return next(one.value for one in self._client.cookiejar if one.name == "sessionid")

    def sign_in(self, email: str, password: str) -> None:
        """By the form, with the token that it carries."""
        _, fields = self.form("/connexion", kind="sign-in form")
        self.post("/connexion", fields | {"email": email, "password": password}, kind="sign-in", wanted=302)

    def get(self, path: str, *, kind: str) -> str:
        """The page; raises Unwanted for anything but 200."""
        return self._asked("GET", path, kind=kind, wanted=OK).text

    def form(self, path: str, *, kind: str) -> tuple[str, dict[str, str]]:
        """A page and the hidden fields of its form; raises Unwanted for one that says why it has no form any more."""
        page = self.get(path, kind=kind)
        fields = hidden(page)
        if "csrfmiddlewaretoken" not in fields:
            raise self._unwanted(kind, page, otherwise="a page without its form")
        return page, fields

    def post(self, path: str, fields: dict[str, str], *, kind: str, wanted: int = SEE_OTHER) -> Any:
        """Send a form; raises Unwanted for anything but the wanted status."""
        return self._asked("POST", path, kind=kind, wanted=wanted, data=urlencode(fields))

    def _asked(self, method: str, path: str, *, kind: str, wanted: int, **sent: Any) -> Any:
        since = time.perf_counter()
        headers = self._cookie | (_FORM if sent else {})
        sent |= {"headers": headers, "catch_response": True, "allow_redirects": False}
        with self._client.request(method, path, **sent) as answer:
            taken = (time.perf_counter() - since) * 1000
            answer.success()  # locust's own table is not read: the tally is
        if answer.status_code == wanted:
            self._tally.answered(kind, taken)
            return answer
        page = answer.text or "" if answer.status_code in _REFUSALS else ""
        raise self._unwanted(kind, page, otherwise=_what(answer))

    def _unwanted(self, kind: str, page: str, *, otherwise: str) -> Unwanted:
        """What to raise, once it is counted: as a refusal where the page says that somebody else was quicker."""
        if found := _MEANWHILE.search(inside(page)):
            self._tally.refused(kind, html.unescape(found[0]))
        else:
            self._tally.failed(kind, otherwise)
        return Unwanted(kind)


def _what(answer: Any) -> str:
    """The status, what broke when there is none, and what the page says is wrong."""
    broken = f" {type(answer.error).__name__}" if answer.error else ""
    said = "; ".join(one.strip() for one in _SAID.findall(answer.text or ""))
    return f"{answer.status_code}{broken} {said[:120]}".strip()


def inside(page: str) -> str:
    """The page without its frame, which holds forms of its own."""
    found = _MAIN.search(page)
    return found[0] if found else ""


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form of a page, by name."""
    fields = (dict(_PART.findall(one)) for one in _INPUT.findall(inside(page)))
    return {one["name"]: html.unescape(one.get("value", "")) for one in fields if one.get("type") == "hidden"}


def first_choice(page: str, name: str) -> dict[str, str]:
    """The first value of a field of choices, nothing where the form has no such field."""
    fields = (dict(_PART.findall(one)) for one in _INPUT.findall(inside(page)))
    return next(({name: one["value"]} for one in fields if one.get("name") == name and one.get("value")), {})
