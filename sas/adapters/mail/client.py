"""Outgoing mail by SMTP."""

from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from sas import traces
from sas.errors import Unavailable

_PERMANENT = 500


class NotTaken(Exception):
    """The mail server refused this mail for good; carries the code of its answer, never the address."""


def send(*, to: str, subject: str, text: str, html: str, number: int) -> None:
    """Send one mail, as text and HTML, under a Message-ID made from its `number`.

    Raises NotTaken when the server refuses it for good, Unavailable when it may take it later.
    """
    identity = f"<{number}@{urlsplit(settings.PUBLIC_URL).hostname}>"
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to], headers={"Message-ID": identity})
    message.attach_alternative(html, "text/html")
    try:
        with traces.span("mail", mail=number):
            message.send()
    except ValueError:
        # A line end in a header; the cause would carry what was written there.
        raise NotTaken("unwritable header") from None
    except SMTPRecipientsRefused as refusal:
        code = max(code for code, _ in refusal.recipients.values())
        _raise(code, refusal)
    except (SMTPDataError, SMTPSenderRefused) as refusal:
        _raise(refusal.smtp_code, refusal)
    except (OSError, SMTPException) as error:
        raise Unavailable("La messagerie") from error


def _raise(code: int, refusal: Exception) -> None:
    if code >= _PERMANENT:
        raise NotTaken(f"{type(refusal).__name__} {code}") from None
    raise Unavailable("La messagerie") from refusal
