"""The worker sends what an act put in line, and reads the answers each minute (F-189)."""

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.rooms.exchanges.models import LrmMessage
from sas.worker import tasks
from tests.factories.exchanges import ack, posted, told_lrm
from tests.factories.mail import run_worker
from tests.rooms.exchanges.test_exchanges import Hub, hub

__all__ = ["hub"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.shows("F-189")
def test_a_message_put_in_line_leaves_by_itself_and_its_answer_is_read(hub: Hub) -> None:
    now = datetime.now(UTC)
    message = posted(told_lrm(now=now), now=now)
    run_worker()
    assert hub.taken == [str(message.identity)] and ProcrastinateJob.objects.count() == 0
    hub.answers = [ack(message)]
    tasks.exchange_with_lrms(timestamp=0)
    assert LrmMessage.objects.get().state == "acked"
