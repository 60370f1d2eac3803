"""What does each page show, in both languages?"""

from decimal import Decimal
from html import unescape
from uuid import UUID

import httpx
import pytest

from services.gateway.pages.formats import Formats
from shared.paging import encoded
from tests.pages.conftest import Company, Look

PAGES = ["/deals", "/deals/list", "/customers", "/reports", "/ui"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("language", "word"), [("en", "Deals"), ("zh-CN", "商机")])
def test_every_page_reads_in_both_languages(look: Look, address: str, language: str, word: str) -> None:
    page = look(address, language)
    assert word in page
    assert f'<html lang="{"zh-Hans" if language == "zh-CN" else "en"}"' in page


def test_the_front_door_leads_home(http: httpx.Client) -> None:
    answer = http.get("/", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"].endswith("/home")


def test_the_board_shows_each_deal_in_its_stage(look: Look, company: Company) -> None:
    page = look("/deals")
    column = page.split('<ul class="cards" data-stage="prospecting"')[1].split("</section>")[0]
    assert f'id="deal-{company.open_deal}"' in column
    assert "¥4,821" in column
    # It was won in 2017; the column of the outcome shows this month's.
    won = page.split('<ul class="cards" data-stage="won"')[1].split("</section>")[0]
    assert f'id="deal-{company.won_deal}"' not in won


def test_what_people_wrote_is_shown_as_text_never_as_markup(look: Look, company: Company) -> None:
    page = look(f"/deals/{company.open_deal}")
    assert "Trial &lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold</b>" not in page


def test_a_search_finds_a_chinese_name_by_its_pinyin(look: Look) -> None:
    assert "上海凯捷" in look("/customers?search=kaijie")
    assert "Nothing fits." in look("/customers?search=zzzz")


def test_a_customer_shows_what_happened_to_its_deals(look: Look, company: Company) -> None:
    page = look(f"/customers/{company.customer}")
    assert "Customer <b>上海凯捷</b> registered" in page
    assert "Deal won at <b>¥5,812</b>" in page
    assert f'href="/deals/{company.won_deal}">Pumps</a>' in page


def test_the_figures_of_a_dashboard_open_the_deals_behind_them(look: Look, company: Company) -> None:
    page = unescape(look("/reports"))
    behind = "/deals/list?filter=stage.is(won)"
    assert f'href="{behind}"' in page
    assert f"/deals/{company.won_deal}" in look(behind)
    assert "Nothing fits." in look("/deals/list?filter=stage.is(won),closed_on.from(2017-07-01)")


@pytest.mark.parametrize("by", ["person", "team", "branch", "product"])
def test_the_leaderboard_ranks_by_each_side(look: Look, by: str) -> None:
    names = {"person": "李娜", "team": "大客户组", "branch": "华东", "product": "GTX Pro"}
    assert names[by] in look(f"/reports?by={by}").split("Leaderboard")[1]


def test_an_open_page_learns_of_a_change_by_its_card(look: Look, company: Company) -> None:
    changes = look(f"/deals/changes?deal={company.open_deal}&deal={company.won_deal}")
    assert f'id="deal-{company.open_deal}"' in changes
    assert 'data-stage="prospecting"' in changes
    assert f'id="deal-{company.won_deal}"' not in changes, "the board shows what was won this month"
    assert 'id="head-won"' in changes
    assert 'id="figures"' in changes


def test_an_unknown_record_says_so_in_the_reader_s_language(look: Look) -> None:
    nobody = "/customers/00000000-0000-0000-0000-000000000001"
    assert "There is no customer" in look(nobody, "en", 404)
    assert "没有这个" in look(nobody, "zh", 404)


def test_a_broken_cursor_is_refused_not_a_failure(look: Look) -> None:
    look("/lists/customers/rows?cursor=%00nonsense", status=422)


@pytest.mark.parametrize("query", ["filter=abc(((", "sort=nonsense", "columns=nonsense"])
def test_a_reader_of_a_broken_address_is_led_to_the_whole_list(look: Look, query: str) -> None:
    page = look(f"/customers?{query}", "en")
    assert '<a href="/customers">Show all</a>' in page
    assert "are not understood" in page
    assert "field.operator" not in page


def test_a_reader_of_a_board_that_cannot_be_narrowed_so_is_led_to_the_whole_board(look: Look) -> None:
    page = look("/deals?filter=abc(((", status=422)
    assert '<a class="button primary" href="/deals">' in page
    assert "field.operator" not in page


def test_a_wrong_value_is_named_by_its_field(look: Look) -> None:
    assert "Amount: needs a number" in look("/deals/list?filter=amount.above(much)")


@pytest.mark.parametrize("stage", ["nowhere", "%00"])
def test_there_are_no_more_cards_in_a_stage_there_is_not(http: httpx.Client, stage: str) -> None:
    more = f"/deals/column/{stage}?cursor={encoded(['2026-03-01T00:00:00Z', UUID(int=1)])}"
    assert http.get(more).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"/deals/column/prospecting?cursor={encoded([chr(0), UUID(int=1)])}",
        "/timeline/00000000-0000-0000-0000-000000000001?before=99999999999999999999",
        f"/lists/customers/rows?cursor={encoded([chr(0), UUID(int=1)])}",
        f"/lists/deals/rows?sort=amount&cursor={encoded(['1E999999', UUID(int=1)])}",
    ],
)
def test_an_address_nobody_gave_is_refused_not_a_failure(http: httpx.Client, address: str) -> None:
    assert http.get(address).status_code == 422


def test_a_position_no_log_can_have_is_as_if_it_were_not_given(http: httpx.Client) -> None:
    assert http.get(f"/deals?min_position={'9' * 5000}").status_code == 200


def test_read_models_that_stand_still_do_not_take_the_pages_away(
    http: httpx.Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.gateway.reading.PATIENCE_SECONDS", 0.1)
    late = "min_position=9000000000"
    assert f'id="deal-{company.open_deal}"' in http.get(f"/deals?{late}").text
    unseen = http.get(f"/customers/{UUID(int=1)}?{late}")
    assert unseen.status_code == 503
    assert "not visible yet" in unseen.text


def test_a_choice_of_language_is_remembered(http: httpx.Client) -> None:
    http.get("/deals?lang=zh")
    assert "商机" in http.get("/customers").text
    http.cookies.delete("lang")
    assert "Customers" in http.get("/customers").text


def test_no_page_carries_a_script_or_a_style_of_its_own(look: Look, company: Company) -> None:
    for address in (*PAGES, f"/customers/{company.customer}", f"/deals/{company.open_deal}"):
        page = look(address)
        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page


@pytest.mark.parametrize(("language", "short"), [("en", "$1.0E16"), ("zh", "$1.0E16")])
def test_a_sum_beyond_all_words_stays_short(language: str, short: str) -> None:
    assert Formats(language).short_money(Decimal(10**16), "USD") == short


@pytest.mark.parametrize("address", ["/nope", "/customers/new", "/customers/not-a-uuid"])
def test_a_wrong_address_is_a_page_in_the_reader_s_language(http: httpx.Client, address: str) -> None:
    answer = http.get(address, headers={"Accept": "text/html", "Accept-Language": "zh-CN"})
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text
    assert '<html lang="zh-Hans"' in answer.text


@pytest.mark.parametrize("address", ["/deals", "/customers", "/reports", "/api/docs", "/api/openapi.json"])
def test_head_is_answered_like_get_without_the_body(http: httpx.Client, address: str) -> None:
    asked, got = http.head(address), http.get(address)
    assert (asked.status_code, asked.headers["content-type"]) == (200, got.headers["content-type"])
    assert asked.content == b""


def test_what_a_page_changes_comes_from_the_web(http: httpx.Client) -> None:
    body = {"kind": "person", "name": "Bo"}
    made = http.post(
        "/api/v1/customers/register-customer", json=body, headers={"Hindsight-Source": "web"}
    ).json()
    entry = http.get(f"/api/v1/timeline/{made['stream_id']}?min_position={made['position']}").json()["items"]
    assert entry[0]["envelope"]["source"] == "web"
