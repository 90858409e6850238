"""Nothing that people wrote becomes a header of a mail (ASVS V1.3.11)."""

import pytest
from django.core import mail

from sas.adapters.mail import client


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("header", ["subject", "to"])
def test_a_line_end_never_makes_another_header(header: str, end: str) -> None:
    told = {"to": "a@sas.example", "subject": "Objet"}
    told[header] += f"{end}Bcc: b@sas.example"
    with pytest.raises(client.NotTaken):
        client.send(**told, text="…", html="…", number=1)
    assert mail.outbox == []


def test_the_body_is_a_body_whatever_it_holds() -> None:
    client.send(to="a@sas.example", subject="Objet", text="\r\nBcc: b@sas.example\r\n.\r\nDATA", html="…", number=1)
    (sent,) = mail.outbox
    assert sent.recipients() == ["a@sas.example"] and "Bcc" not in sent.message()
