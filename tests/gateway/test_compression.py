"""Which answers are compressed?"""

import httpx
import pytest

PAGE = {"Accept": "text/html", "Accept-Encoding": "gzip"}


@pytest.mark.parametrize("address", ["/customers", "/api/openapi.json"])
def test_what_holds_no_secret_is_compressed(http: httpx.Client, address: str) -> None:
    assert http.get(address, headers=PAGE).headers.get("content-encoding") == "gzip"


@pytest.mark.parametrize("address", ["/sign-in", "/settings/account", "/settings/preferences"])
def test_a_page_with_the_token_of_a_form_tells_nothing_by_its_length(
    http: httpx.Client, address: str
) -> None:
    answer = http.get(address, headers=PAGE)
    assert 'name="form_token"' in answer.text
    assert "content-encoding" not in answer.headers
