"""Who is kept out, and what is every browser told?"""

import httpx
import pytest

REGISTER = "/api/v1/customers/register-customer"
ACME = {"kind": "organization", "name": "Acme"}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "10.0.0.7:8080"])
def test_another_host_name_is_refused(http: httpx.Client, host: str) -> None:
    answer = http.get("/api/v1/customers", headers={"Host": host})
    assert (answer.status_code, answer.json()["kind"]) == (421, "WrongHost")


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:8080"])
def test_names_of_this_machine_are_served(http: httpx.Client, host: str) -> None:
    assert http.get("/api/v1/customers", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(http: httpx.Client, headers: dict[str, str]) -> None:
    answer = http.post(REGISTER, json=ACME, headers=headers)
    assert (answer.status_code, answer.json()["kind"]) == (403, "WrongOrigin")


def test_our_own_pages_and_programs_may_write(http: httpx.Client) -> None:
    page = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert http.post(REGISTER, json=ACME, headers=page).status_code == 201
    assert http.post(REGISTER, json=ACME).status_code == 201


def test_every_answer_tells_the_browser_to_keep_to_this_site(http: httpx.Client) -> None:
    for address in ("/api/v1/customers", "/api/docs", "/nothing"):
        headers = http.get(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_probes_are_answered_under_any_name(http: httpx.Client) -> None:
    for address in ("/healthz", "/readyz", "/metrics"):
        assert http.get(address, headers={"Host": "10.0.0.7"}).status_code == 200


def test_metrics_name_the_route_not_the_record(http: httpx.Client) -> None:
    http.get("/api/v1/customers/7d1c7f3e-9d26-4c35-8f4a-6f2f8f1d1a55")
    metrics = http.get("/metrics").text
    assert 'route="/api/v1/customers/{customer_id}"' in metrics
    assert "7d1c7f3e" not in metrics
