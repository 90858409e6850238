"""Pictures of the running product for its guides: the page as it is, at one width, compressed small."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from sas.actor import Actor
from tests.factories.browsers import browser

WIDTH, TALLEST = 1000, 820
PATIENCE = 60_000
"""Milliseconds: the first page of all is the slowest, and nothing is measured here."""
AS_IN_FRENCH = """() => {
  for (const field of document.querySelectorAll("input[type=date]")) {
    const day = field.value.split("-").reverse().join("/");
    field.type = "text";
    field.value = day || "jj/mm/aaaa";
  }
  for (const field of document.querySelectorAll("input[type=file]")) {
    const button = document.createElement("button");
    button.textContent = "Parcourir…";
    field.replaceWith(button, " Aucun fichier sélectionné.");
  }
}"""
"""What the browser itself writes in dates and files, in French, for Debian's knows English alone; nothing else."""
QUALITY = 70
"""Of WebP: letters stay sharp, and a page weighs some 20 kB."""


@dataclass(frozen=True)
class Camera:
    """Where the pictures go, and how a browser is opened."""

    folder: Path
    origin: str
    open_page: Callable[..., Page]

    def as_actor(self, actor: Actor | None) -> Page:
        """A browser signed in as this actor, or a visitor's."""
        page = self.open_page(WIDTH)
        page.set_default_timeout(PATIENCE)
        if actor:
            cookie = browser(actor).cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.origin}])
        return page

    def take(self, page: Page, name: str, address: str = "") -> None:
        """What stands in the middle of the page, from its top; the page must answer, and say no error."""
        if address:
            answer = page.goto(address)
            assert answer and answer.status == 200, f"{address} answers {answer and answer.status}"
        self._keep(page, name, page.get_by_role("main").bounding_box())

    def take_part(self, page: Page, name: str, selector: str) -> None:
        """A part of the page, as wide as the page."""
        self._keep(page, name, page.locator(selector).bounding_box())

    def _keep(self, page: Page, name: str, box: Any) -> None:
        page.evaluate("document.fonts.ready")
        page.evaluate("document.activeElement.blur()")
        page.evaluate(AS_IN_FRENCH)
        top = box["y"] + page.evaluate("window.scrollY")
        clip = {"x": 0, "y": top, "width": WIDTH, "height": min(box["height"], TALLEST)}
        shot = page.screenshot(clip=clip, full_page=True, animations="disabled")
        with Image.open(io.BytesIO(shot)) as image:
            image.convert("RGB").save(self.folder / f"{name}.webp", quality=QUALITY, method=6)
