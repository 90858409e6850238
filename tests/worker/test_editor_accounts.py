"""The worker tells editors of whoever signs in, and tries again each minute what is due (F-264)."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.rooms.exchanges.models import EditorAccount
from sas.worker import tasks
from tests.factories import care, editor_accounts
from tests.factories.editor_accounts import EditorServer, editor_server
from tests.factories.mail import run_worker

__all__ = ["editor_server"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("F-264")
def test_an_account_leaves_by_itself_and_again_when_it_is_due(editor_server: EditorServer) -> None:
    now = datetime.now(UTC)
    editor_accounts.editor(base_url=editor_server.address, accounts_sent=True)
    editor_server.answers = [503]
    editor_accounts.came_in(care.regulator(), now=now)
    run_worker()
    assert (EditorAccount.objects.get().state, editor_server.methods) == ("pending", ["POST"])
    tasks.plan_accounts(timestamp=0)
    assert ProcrastinateJob.objects.count() == 0
    EditorAccount.objects.update(due_at=now)
    tasks.plan_accounts(timestamp=0)
    run_worker()
    assert (EditorAccount.objects.get().state, editor_server.methods) == ("synced", ["POST", "PUT"])
    assert ProcrastinateJob.objects.count() == 0
