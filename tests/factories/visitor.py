"""Somebody without a browser before a running server: pages, and their forms filled in and sent as they stand."""

from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import httpx
from tinyhtml5.parser import HTMLParser

_TAG = "{http://www.w3.org/1999/xhtml}"
UNSENT = {"submit", "button", "image", "reset", "file"}


class Unexpected(AssertionError):
    """The server did not answer as a page of the journey must; names the address asked and the status."""


@dataclass
class Visitor:
    """One session; `address` is where the next request goes: cookies hold for all ports of a host."""

    address: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, follow_redirects=True))
    page: Element = field(default_factory=lambda: Element("html"))
    text: str = ""
    at: str = ""

    def get(self, path: str) -> str:
        """The page's HTML, which stands open from then on."""
        return self._keep(self.client.get(urljoin(self.address, path)))

    def send(self, action: str, **typed: str) -> str:
        """Send the form of the open page whose address ends so, filled with `typed`; the page that follows."""
        form = next((one for one in self.page.iter(f"{_TAG}form") if self._target(one).endswith(action)), None)
        if form is None:
            raise Unexpected(f"{self.at} has no form to {action}")
        sent = [(name, value) for name, value in _filled(form) if name not in typed] + list(typed.items())
        asked = self.client.post(
            urljoin(self.address, self._target(form)), data=_by_name(sent), headers={"Referer": self.at}
        )
        return self._keep(asked)

    def links(self) -> list[str]:
        """Where the open page leads, in its order."""
        return [one.get("href", "") for one in self.page.iter(f"{_TAG}a")]

    def _target(self, form: Element) -> str:
        return httpx.URL(urljoin(self.at, form.get("action") or self.at)).raw_path.decode().partition("?")[0]

    def _keep(self, answer: httpx.Response) -> str:
        if answer.status_code != httpx.codes.OK:
            raise Unexpected(f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:300]}")
        self.at, self.text = str(answer.url), answer.text
        self.page = HTMLParser().parse(answer.text)
        return answer.text


def _filled(form: Element) -> list[tuple[str, str]]:
    """What a browser would send of it untouched."""
    found = []
    for one in form.iter():
        name, kind = one.get("name", ""), one.get("type", "text")
        if one.tag == f"{_TAG}input" and name and kind not in UNSENT:
            if kind not in ("radio", "checkbox") or one.get("checked") is not None:
                found.append((name, one.get("value", "on" if kind == "checkbox" else "")))
        elif one.tag == f"{_TAG}select" and name:
            chosen = [each for each in one.iter(f"{_TAG}option") if each.get("selected") is not None]
            first = [*chosen, *one.iter(f"{_TAG}option")][:1]
            found += [(name, each.get("value", "")) for each in first]
        elif one.tag == f"{_TAG}textarea" and name:
            found.append((name, one.text or ""))
    return found


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    return sent
