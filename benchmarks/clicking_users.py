"""What does somebody click in an hour of work? For locust, which `benchmarks/clicking.py` starts."""

import itertools
import json
import os
import random
import re
from datetime import UTC, datetime

from locust import HttpUser, between, task

COOKIES = json.loads(os.environ.get("HINDSIGHT_BENCH_COOKIES", "[]"))
_places = itertools.count()
_CUSTOMER = re.compile(r"/customers/([0-9a-f-]{36})")
_DEAL = re.compile(r"/deals/([0-9a-f-]{36})")
WORDS = ("zw", "张", "kan", "li", "上海", "138", "tech", "w")


class Colleague(HttpUser):
    """Looks, searches, opens records, logs calls, moves deals; pauses between clicks as people do."""

    wait_time = between(2, 8)

    def on_start(self) -> None:
        """Take a session of their own."""
        self.client.headers["Cookie"] = COOKIES[next(_places) % len(COOKIES)]
        self.customers: list[str] = []
        self.deals: list[str] = []

    @task(4)
    def home(self) -> None:
        self.client.get("/home", name="home")

    @task(10)
    def customers_list(self) -> None:
        sort = random.choice(("name", "-registered_at"))
        answer = self.client.get(f"/customers?sort={sort}", name="customers")
        self.customers = _CUSTOMER.findall(answer.text)[:50] or self.customers

    @task(8)
    def board(self) -> None:
        answer = self.client.get("/deals", name="board")
        self.deals = _DEAL.findall(answer.text)[:50] or self.deals

    @task(6)
    def deals_list(self) -> None:
        self.client.get("/deals/list?filter=owner_id.is(me)", name="deals, mine")

    @task(6)
    def search(self) -> None:
        self.client.get(f"/search?q={random.choice(WORDS)}", name="search")

    @task(10)
    def open_customer(self) -> None:
        if self.customers:
            self.client.get(f"/customers/{random.choice(self.customers)}", name="one customer")

    @task(6)
    def open_deal(self) -> None:
        if self.deals:
            self.client.get(f"/deals/{random.choice(self.deals)}", name="one deal")

    @task(3)
    def log_call(self) -> None:
        if self.customers:
            call = {"kind": "call", "subject": "Asked", "happened_at": datetime.now(UTC).isoformat()}
            whom = {"customer_id": random.choice(self.customers)}
            self._send("activities/log-activity", call | whom, "log a call")

    @task(3)
    def revalue(self) -> None:
        if self.deals:
            body = {"deal_id": random.choice(self.deals), "expected_close_on": "2027-03-31"}
            self._send("sales/reschedule-deal", body, "reschedule a deal")

    @task(1)
    def dashboard(self) -> None:
        self.client.get("/reports", name="dashboard")

    def _send(self, command: str, body: dict[str, str], name: str) -> None:
        headers = {"Hindsight-Source": "web", "Origin": self.host or ""}
        with self.client.post(
            f"/api/v1/{command}", json=body, headers=headers, name=name, catch_response=True
        ) as answer:
            # A refusal by right or by rule is an answer, too: cards may be of deals somebody else has closed.
            if answer.status_code in (403, 404, 409, 422):
                answer.success()
