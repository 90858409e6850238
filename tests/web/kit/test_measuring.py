"""What a web process counts: views by their names in the code, never what was asked of them."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve
from prometheus_client import REGISTRY

from sas import metrics
from sas.web.kit import measuring
from tests.web.test_access import leaves


def count(view: str, status: str) -> float:
    return REGISTRY.get_sample_value("sas_request_seconds_count", {"view": view, "status": status}) or 0.0


def asked(path: str, method: str = "GET") -> Any:
    request = RequestFactory().generic(method, path)
    request.resolver_match = resolve(path)
    return request


def test_every_address_counts_under_a_name_of_its_own() -> None:
    views = {measuring._name(view, is_post=is_post) for _, view in leaves() for is_post in (False, True)}
    assert all(name.replace(".", "").replace("_", "").isalnum() for name in views)
    assert {name.split(".")[0] for name in views} == {
        "public", "regulation", "calendar", "administration", "support", "api"
    }  # fmt: skip
    assert measuring.view_of(asked("/sas/orienter/creneau/12/2026-11-24")) == "regulation.orientations.slot_page"
    posted = measuring.view_of(asked("/sas/orienter/creneau/12/2026-11-24", "POST"))
    assert posted == "regulation.orientations.orient_on_slot"


@pytest.mark.django_db
def test_an_answer_is_counted_once_by_view_and_class_of_status(client: Client, monkeypatch: Any) -> None:
    page, none = count("public.terms.current_terms", "2xx"), count(measuring.NO_VIEW, "4xx")
    assert client.get("/cgu?nom=Martin").status_code == 200
    assert client.get("/nulle-part/quelque-chose").status_code == 404
    counted = {name: value for name in ("public.terms.current_terms",) if (value := count(name, "2xx") - page)}
    assert counted == {"public.terms.current_terms": 1.0}
    assert count(measuring.NO_VIEW, "4xx") - none == 1
    told = [sample.labels for metric in metrics.REQUESTS.collect() for sample in metric.samples]
    assert not any("Martin" in str(labels) or "quelque-chose" in str(labels) for labels in told)
    assert REGISTRY.get_sample_value("sas_requests_in_flight") == 0


@pytest.mark.django_db
def test_an_address_of_several_views_counts_for_the_one_that_answers(client: Client) -> None:
    views = ("regulation.views.search", "regulation.lrm.receive")
    before = [count(view, "3xx") for view in views]
    for asked_for, told in (("text=Martin", [1, 0]), ("text=Martin&origin=lrm", [1, 1])):
        assert client.get(f"/sas/recherche?{asked_for}").status_code == 302
        assert [count(view, "3xx") - one for view, one in zip(views, before, strict=True)] == told


class Pool:
    """What psycopg's says of itself."""

    def pop_stats(self) -> dict[str, int]:
        """Since it was asked last."""
        return {"pool_size": 2, "pool_available": 1, "requests_num": 7, "requests_queued": 2, "requests_wait_ms": 1500}


def test_what_a_pool_went_through_is_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(name: str) -> float:
        return REGISTRY.get_sample_value(name) or 0.0

    before = told("sas_pool_requests_total"), told("sas_pool_wait_seconds_total")
    monkeypatch.setattr(measuring, "connection", type("Held", (), {"pool": Pool()})())
    measuring.look_at_pool()
    assert (told("sas_pool_requests_total") - before[0], told("sas_pool_wait_seconds_total") - before[1]) == (7, 1.5)
    assert (told("sas_pool_connections"), told("sas_pool_connections_free")) == (2, 1)
    monkeypatch.setattr(measuring, "connection", type("Alone", (), {"pool": None})())
    measuring.look_at_pool()
    assert told("sas_pool_requests_total") - before[0] == 7
