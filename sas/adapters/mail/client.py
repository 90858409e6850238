"""Outgoing mail by SMTP."""

from smtplib import SMTPException

from django.core.mail import EmailMessage

from sas.errors import Unavailable


def send(*, to: str, subject: str, text: str) -> None:
    """Send one plain-text mail. Raises Unavailable when the mail server does not take it."""
    try:
        EmailMessage(subject=subject, body=text, to=[to]).send()
    except (OSError, SMTPException) as error:
        raise Unavailable("La messagerie") from error
