"""A real browser before the real pages, and axe beside it."""

import copy
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.factories import live

CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PASSWORD = "Lilas-et-tilleuls-2026"
DESK = pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.long)])
"""A journey that is made at a desk; on a telephone among the long tests."""

PHONE = pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.long), 390])
"""A journey that is made on a telephone; at a desk among the long tests."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, rather the one without windows; without any the journeys are counted as not run."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("NOT RUN: Chromium is not installed (apt-get install chromium)")
    # The driver keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_OPTIONS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


Idle = defaultdict[bool, list[BrowserContext]]


@pytest.fixture(scope="session")
def idle(chromium: Browser) -> Idle:
    """Browsers that nobody uses, with JavaScript or without: they keep the style sheets, fonts and scripts read."""
    return defaultdict(list)


@pytest.fixture
def open_page(chromium: Browser, idle: Idle, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own at the given width in pixels; a JavaScript or policy error fails the test."""
    used: list[tuple[bool, BrowserContext]] = []
    complaints: list[str] = []

    def open_at(width: int = 1280, *, javascript: bool = True) -> Page:
        made = {"base_url": live_server.url, "locale": "fr-FR", "java_script_enabled": javascript}
        context = idle[javascript].pop() if idle[javascript] else chromium.new_context(**made)
        used.append((javascript, context))
        page = context.new_page()
        forget(page, live_server.url)
        page.set_viewport_size({"width": width, "height": 900 if width >= 768 else 844})
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
        return page

    yield open_at
    for javascript, context in used:
        for page in context.pages:
            page.close()
        idle[javascript].append(context)
    assert complaints == []


def forget(page: Page, origin: str) -> None:
    """Everything that a browser knows of who used it before; not the files of /static/."""
    page.context.clear_cookies()
    tools = page.context.new_cdp_session(page)
    tools.send(
        "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb,cache_storage"}
    )
    tools.detach()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Through the form, as a person does."""
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Connexion", exact=True).click()


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong in the page, once it is loaded: a click returns before that: rule and first element."""
    page.wait_for_load_state()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]} {rule['nodes'][0].get('failureSummary', '')}" for rule in found
    ]


def is_fit(page: Page, *, javascript: bool = True) -> bool:
    """No axe violation, where axe can run; nothing wider than the screen."""
    assert not javascript or axe_violations(page) == []
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def streaming(live_server: Any, settings: Any) -> Iterator[Callable[[], live.Process]]:
    """Starts the stream beside the pages, which name it and whose policy allows it."""
    with ExitStack() as running:

        def start() -> live.Process:
            started = running.enter_context(live.process(origin=live_server.url))
            policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
            policy["DIRECTIVES"]["connect-src"] = ["'self'", started.address.removesuffix("/direct")]
            settings.LIVE_URL, settings.CONTENT_SECURITY_POLICY = started.address, policy
            return started

        yield start
