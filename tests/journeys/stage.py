"""A browser before what Django's client was answered: pages of one scene, in its transaction, each drawn for real.

The browser asks this process for everything; nothing it asks leaves it, and what a page does is undone with the scene.
"""

import mimetypes
from collections.abc import Iterable, Iterator
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.regulation.scene import Scene, make_scene
from tests.web.undoing import undone

ORIGIN = "http://testserver"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = {1280: 900, 390: 844}
NARROW = {"200 % zoom": 640, "reflow": 320}
"""A screen of 1280 pixels zoomed to 200 %, and to 400 %: WCAG 1.4.10 asks for no sideways scrolling at 320."""
_FIND = """(only) => axe.run(document, {resultTypes: ["violations"], ...only}).then(({violations}) => violations.map(
    ({id, nodes}) => `${id} ×${nodes.length}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`))"""
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
_RULES = {"light": {}, "dark": {"runOnly": _COLOURS}}
"""A theme changes colours alone: every rule is tried in the light one, those of colours again in the dark one."""
_NOWHERE = """() => [...document.querySelectorAll('a[href^="#"]:not([role])')].map((link) => link.getAttribute("href"))
    .filter((to) => !document.getElementById(to.slice(1)))"""
_SETTLED = """() => {
    const still = new CSSStyleSheet();
    still.replaceSync("*, ::before, ::after { transition: none !important; }");
    document.adoptedStyleSheets = [still];
}"""
"""Colours are those of the theme at once: each level of the page would change a frame after the one above it."""
_WIDER = """() => document.documentElement.scrollWidth > window.innerWidth ? [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 3)
    .map((one) => one.outerHTML.slice(0, 160)) : []"""


@dataclass
class Stage:
    """One page of one browser, and the client that answers it."""

    page: Page
    client: Client = field(default_factory=Client)
    answer: Any = None
    context: Context = field(default_factory=copy_context)
    """Where the scene's connection is known: the driver calls `route` in another one."""
    complaints: list[str] = field(default_factory=list)

    def show(self, client: Client, answer: Any, address: str = "/") -> Page:
        """Draw an answer as if the browser had asked for it at this address."""
        self.client, self.answer, self.context = client, answer, copy_context()
        self.complaints.clear()
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.mouse.move(0, 450)  # beside the contents: nothing is pointed at
        self.page.goto(ORIGIN + address, wait_until="load")
        self.page.mouse.move(0, 450)
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return self.page

    def route(self, route: Route) -> None:
        """Static files from where they lie, the page itself from the answer held, the rest from the client."""
        asked = urlsplit(route.request.url)
        if asked.path.startswith("/static/"):
            found = finders.find(asked.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(asked.path)[0] or "application/octet-stream"
            route.fulfill(path=found, content_type=kind) if found else route.fulfill(status=404)
            return
        answer = self.answer
        if not route.request.is_navigation_request():
            answer = self.context.run(self.client.generic, route.request.method, f"{asked.path}?{asked.query}")
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)

    def faults(self, *, widths: Iterable[int] = tuple(WIDTHS), themes: Iterable[str] = ("light", "dark")) -> list[str]:
        """What is wrong with the page as it stands, in these themes at these widths, and zoomed."""
        found = [f"leads nowhere: {link}" for link in self.page.evaluate(_NOWHERE)]
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            for theme in themes:
                self.to_theme(theme)
                found += [f"{width} px, {theme}: {fault}" for fault in self.page.evaluate(_FIND, _RULES[theme])]
        for name, width in NARROW.items():
            self.page.set_viewport_size({"width": width, "height": 800})
            found += [f"{name}: wider than {width} px: {element}" for element in self.wider()]
        return found + self.complaints

    def wider(self) -> list[str]:
        """What makes the page scroll sideways."""
        return list(self.page.evaluate(_WIDER))

    def to_theme(self, theme: str) -> None:
        """As the system of whoever reads asks: the design system's script follows it, support by its style sheet."""
        self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        if self.page.locator("html[data-fr-scheme]").count():
            expect(self.page.locator("html")).to_have_attribute("data-fr-theme", theme)
        self.page.evaluate(_SETTLED)


@pytest.fixture(scope="module")
def stage(chromium: Browser) -> Iterator[Stage]:
    """One browser for a whole module."""
    context = chromium.new_context(base_url=ORIGIN, locale="fr-FR")
    context.add_init_script(AXE)
    made = Stage(context.new_page())
    made.page.set_default_timeout(20_000)
    made.page.route("**/*", made.route)
    made.page.on("pageerror", lambda error: made.complaints.append(f"JavaScript: {error}"))
    made.page.on("console", lambda line: made.complaints.append(line.text) if "Content Security" in line.text else None)
    yield made
    context.close()


@pytest.fixture(scope="module")
def scene(chromium: Browser, django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """One for a whole module, on the connection that the browser's driver makes Django open beside the first one."""
    with django_db_blocker.unblock():
        with undone():
            yield make_scene()
        connection.close()
