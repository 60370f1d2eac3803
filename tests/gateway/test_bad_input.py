"""What does a client read when its input is wrong? A problem that names the field, never our failure."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine

MOVE = "/api/v1/sales/move-deal"
WIN = "/api/v1/sales/win-deal"
OPEN = "/api/v1/sales/open-deal"
REGISTER = "/api/v1/customers/register-customer"
ACME: dict[str, Any] = {"kind": "organization", "name": "Acme"}
DEAL: dict[str, Any] = {"title": "Pumps", "amount": "1", "currency": "EUR"}
JSON = {"Content-Type": "application/json"}
MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("address", "body", "field"),
    [
        (REGISTER, ACME | {"colour": "red"}, "colour"),
        (REGISTER, ACME | {"name": 7}, "name"),
        (REGISTER, ACME | {"name": "x" * 201}, "name"),
        (REGISTER, ACME | {"name": "Ac\x00me"}, "name"),
        (REGISTER, ACME | {"name": "  "}, "name"),
        (REGISTER, ACME | {"name": "\u200b\u2060\u3164"}, "name"),
        (
            REGISTER,
            {"kind": "person", "name": "Bo", "person": {"birth_date": "2999-01-01"}},
            "person.birth_date",
        ),
        (
            REGISTER,
            {"kind": "person", "name": "Bo", "person": {"birth_date": "0001-01-01"}},
            "person.birth_date",
        ),
        (REGISTER, ACME | {"kind": "robot"}, "kind"),
        (REGISTER, ACME | {"customer_id": "1"}, "customer_id"),
        (REGISTER, ACME | {"contact": {"emails": ["no address"]}}, "contact.emails.0"),
        (REGISTER, ACME | {"contact": {"phones": ["12345"] * 21}}, "contact.phones"),
        (REGISTER, {}, "kind"),
        (MOVE, {"deal_id": str(uuid4()), "to_stage": "Seventh heaven!"}, "to_stage"),
        (MOVE, {"to_stage": "proposal"}, "deal_id"),
        (OPEN, DEAL | {"amount": "-1"}, "amount"),
        (OPEN, DEAL | {"amount": "1.234"}, "amount"),
        (OPEN, DEAL | {"amount": "NaN"}, "amount"),
        (OPEN, DEAL | {"amount": 1e300}, "amount"),
        (OPEN, DEAL | {"currency": "euro"}, "currency"),
        (OPEN, DEAL | {"currency": "ZZZ"}, "currency"),
        (OPEN, DEAL | {"probability": True}, "probability"),
        (OPEN, DEAL | {"probability": "50"}, "probability"),
        (OPEN, DEAL | {"probability": 101}, "probability"),
        (OPEN, DEAL | {"expected_close_on": 1500000000}, "expected_close_on"),
        (OPEN, DEAL | {"expected_close_on": "9999-12-31"}, "expected_close_on"),
        (WIN, {"deal_id": str(uuid4()), "won_on": "2999-01-01"}, "won_on"),
        (OPEN, DEAL | {"customer_id": str(uuid4())}, "customer_id"),
        (REGISTER, [1, 2], "body"),
    ],
)
def test_a_wrong_field_is_named(http: httpx.Client, address: str, body: Any, field: str) -> None:
    answer = http.post(address, json=body)
    problem = answer.json()
    assert answer.status_code == 422, problem
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["field"] == field
    assert problem["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"name": NaN}',
        b"{}{}",
        b"[" * 100_000,
        b'{"a":' * 5_000,
        '{"名": '.encode("gb18030"),
    ],
)
def test_what_is_not_json_is_told_so(http: httpx.Client, body: bytes) -> None:
    answer = http.post(MOVE, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["kind"]) == (400, "Malformed")


def test_a_body_of_another_type_is_told_so(http: httpx.Client) -> None:
    answer = http.post(MOVE, content=b"a=1", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.json()["kind"]) == (415, "WrongMediaType")


def test_a_50_mb_body_is_refused_before_it_is_read(http: httpx.Client) -> None:
    answer = http.post(MOVE, content=b"x" * 50 * MEBIBYTE, headers=JSON)
    assert (answer.status_code, answer.json()["kind"]) == (413, "TooLarge")


def test_a_body_that_does_not_tell_its_size_is_cut_off(http: httpx.Client) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(50):
            yield b"x" * MEBIBYTE

    answer = http.post(MOVE, content=chunks(), headers=JSON)
    assert (answer.status_code, answer.json()["kind"]) == (413, "TooLarge")


CHINESE = {"Accept-Language": "zh-CN"}


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (DEAL | {"amount": "NaN"}, {}, "请输入数字"),
        (DEAL | {"customer_id": str(uuid4())}, {}, "没有这个记录"),
        (DEAL | {"customer_id": "7"}, {}, "编号"),
        (DEAL, {"If-Match": "3"}, "必须是该记录的 ETag"),
        (DEAL, {"Idempotency-Key": "k" * 201}, "1 到 200 个字符"),
        ([1], {}, "必须是一个包含命令字段的对象"),
    ],
)
def test_a_problem_is_told_in_chinese(http: httpx.Client, body: Any, headers: Any, said: str) -> None:
    answer = http.post(OPEN, json=body, headers=CHINESE | headers)
    assert said in answer.json()["problems"][0]["problem"]


def test_what_is_not_there_is_named_in_chinese(http: httpx.Client) -> None:
    assert "没有这个商机：" in http.get(f"/api/v1/sales/deals/{uuid4()}", headers=CHINESE).json()["detail"]
    cursor = http.get("/api/v1/customers?cursor=abc", headers=CHINESE).json()
    assert cursor["problems"][0]["problem"].startswith("不是此列表给出的游标")


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/api/v1/customers?colour=red", "colour"),
        ("/api/v1/customers?limit=0", "limit"),
        ("/api/v1/customers?limit=201", "limit"),
        ("/api/v1/customers?cursor=abc", "cursor"),
        ("/api/v1/customers?search=%00", "search"),
        ("/api/v1/operations/parked?name=%00", "name"),
        ("/api/v1/identity/users?search=%00", "search"),
        ("/api/v1/identity/users?branch=%00", "branch"),
        ("/api/v1/customers?sort=colour", "sort"),
        ("/api/v1/customers?min_position=-1", "min_position"),
        ("/api/v1/customers?min_position=99999999999999999999", "min_position"),
        ("/api/v1/customers/7", "customer_id"),
        ("/api/v1/sales/pipeline/heaven", "stage"),
        ("/api/v1/sales/leaderboard?by=moon", "by"),
        ("/api/v1/sales/leaderboard?from=2017-02-30", "from"),
        ("/api/v1/sales/leaderboard?from=2017-02-02&to=2017-02-01", "to"),
        ("/api/v1/sales/deals?filter=closed_on.on(2017-02-30)", "filter.closed_on"),
        ("/api/v1/timeline/7", "stream_id"),
        ("/api/v1/events?after=yesterday", "after"),
    ],
)
def test_a_wrong_parameter_is_named(http: httpx.Client, address: str, field: str) -> None:
    answer = http.get(address)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field


def test_an_unknown_address_and_a_wrong_method_are_problems_too(http: httpx.Client) -> None:
    unknown, wrong = http.get("/api/v1/nothing"), http.delete("/api/v1/customers")
    assert (unknown.status_code, unknown.json()["kind"]) == (404, "UnknownAddress")
    assert (wrong.status_code, wrong.json()["kind"]) == (405, "WrongMethod")
    assert "GET" in wrong.headers["allow"]


@pytest.mark.parametrize(
    ("address", "body", "told"),
    [
        ("sales/rename-deal", {"deal_id": "…", "title": "Pumps"}, (404, None)),
        ("sales/withdraw-product", {"product_id": "…"}, (404, None)),
        ("configuration/remove-view", {"view_id": "…"}, (404, None)),
        ("sales/rename-pipeline", {"pipeline_id": "…", "name": "Pumps"}, (422, "pipeline_id")),
        ("sales/open-deal", DEAL | {"deal_id": "…"}, (422, "deal_id")),
        ("sales/open-deal", DEAL | {"pipeline_id": "…"}, (422, "pipeline_id")),
    ],
)
def test_a_record_of_another_kind_is_not_taken_for_one(
    http: httpx.Client, register: Any, address: str, body: dict[str, str], told: tuple[int, str | None]
) -> None:
    customer_id = register()["stream_id"]
    filled = {name: customer_id if value == "…" else value for name, value in body.items()}
    answer = http.post(f"/api/v1/{address}", json=filled)
    assert (answer.status_code, answer.json().get("field")) == told, answer.text


def test_refused_input_leaves_nothing_behind(http: httpx.Client, module_database: Engine) -> None:
    def events() -> int:
        with module_database.connect() as connection:
            return int(connection.exec_driver_sql("select count(*) from log.events").scalar_one())

    before = events()
    http.post(REGISTER, json=ACME | {"colour": "red"})
    http.post(OPEN, json=DEAL | {"customer_id": str(uuid4())})
    assert events() == before
