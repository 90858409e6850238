"""The mailbox's own little web server."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from simulators.mailbox import pages, store

PER_PAGE = 50
CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'"
PAGE_POLICY = f"{CLOSED}; style-src 'self'; frame-src 'self'; frame-ancestors 'none'"
# A mail's HTML is somebody else's: no script, no network, no origin; only our own page may frame it.
MAIL_POLICY = f"{CLOSED}; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"


def server(folder: Path, *, port: int) -> ThreadingHTTPServer:
    """A web server on the loopback that shows the mails of `folder`; port 0 takes any free one."""

    class Handler(_Handler):
        mails = folder

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(BaseHTTPRequestHandler):
    mails: Path

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        parts = where.path.strip("/").split("/")
        if where.path == "/":
            self._list(before=parse_qs(where.query).get("avant", [""])[0])
        elif where.path == "/style.css":
            self._answer(pages.STYLE, kind="text/css")
        elif parts[0] == "mails" and (mail := store.read(self.mails, parts[1] if len(parts) > 1 else "")):
            self._show(mail, part="/".join(parts[2:]))
        else:
            self._answer(pages.missing(), status=404)

    do_HEAD = do_GET  # noqa: N815 the name that http.server looks for

    def _list(self, *, before: str) -> None:
        known = store.identifiers(self.mails)
        following = [name for name in known if name < before] if before else known
        chosen = following[:PER_PAGE]
        mails = [mail for name in chosen if (mail := store.read(self.mails, name))]
        older = f"/?avant={chosen[-1]}" if len(following) > PER_PAGE else None
        self._answer(pages.listing(mails, total=len(known), older=older))

    def _show(self, mail: store.Mail, *, part: str) -> None:
        if part == "":
            self._answer(pages.detail(mail))
        elif part == "html" and mail.html is not None:
            self._answer(mail.html, policy=MAIL_POLICY)
        else:
            self._answer(pages.missing(), status=404)

    def _answer(
        self, body: str | bytes, *, kind: str = "text/html", status: int = 200, policy: str = PAGE_POLICY
    ) -> None:
        content = body.encode(errors="replace") if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
