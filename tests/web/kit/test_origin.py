"""Where a request comes from is told to the trail without naming one machine."""

import pytest
from django.test import RequestFactory

from sas.web.kit.origin import circumstances_of, network_of, reference_of

pytestmark = pytest.mark.shows("F-233", "F-270")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("192.0.2", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_a_network_is_told_and_never_a_machine(address: str, network: str) -> None:
    assert network_of(address) == network


def test_each_request_has_a_number_whatever_the_browser_says(rf: RequestFactory) -> None:
    said = "0123456789abcdef"
    requests = [rf.get("/", headers={"X-Request-Id": said}, REMOTE_ADDR="192.0.2.17") for _ in range(2)]
    for request in requests:
        request.reference = reference_of(request)
    asked = [circumstances_of(request) for request in requests]
    assert asked[0].request_id != asked[1].request_id and said not in {one.request_id for one in asked}
    assert {one.network for one in asked} == {"192.0.2.0/24"} and asked[0].roles == ()
