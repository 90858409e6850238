"""Nobody waits for a frozen server longer than told (ADR 56)."""

import psycopg
import pytest
from django.db import connection

from sas import bounded


def test_a_statement_that_takes_too_long_is_given_up_with_its_connection(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 0.3)
    known = {name: value for name, value in connection.get_connection_params().items() if name != "cursor_factory"}
    own = bounded.Bounded.connect(**known, autocommit=True)
    assert own.execute("select 1").fetchone() == (1,)
    left = own.info.backend_pid
    with pytest.raises(psycopg.OperationalError):
        own.execute("select pg_sleep(30)")
    assert own.closed
    # The server still sleeps: nobody waited for it.
    with psycopg.connect(**known, autocommit=True) as other:
        assert other.execute("select pg_terminate_backend(%s, 5000)", [left]).fetchone() == (True,)
