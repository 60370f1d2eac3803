"""How soon after its answer is a command visible? The client is a process of its own."""

import asyncio
import sys
import time
from collections.abc import Awaitable
from statistics import quantiles

import msgspec

from benchmarks.http_client import exchange, request

COMMAND = "/api/v1/customers/register-customer"
CONNECTIONS = 16

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Plan(msgspec.Struct):
    """Send `commands` at a steady rate a second (0: as fast as it goes); the first tenth is not counted."""

    host: str
    port: int
    per_second: float
    commands: int
    authorization: str


class Outcome(msgspec.Struct):
    """Commands a second, and milliseconds from a command's answer to that of a query which shows it."""

    per_second: float
    p50: float
    p99: float
    errors: int
    late: float
    """The share of commands that could not be sent at their time: the load was not what it should be."""


class Accepted(msgspec.Struct):
    """What a command's receipt says, as far as it matters here."""

    stream_id: str
    position: int


async def carry_out(plan: Plan) -> Outcome:
    """Send everything, and ask for each as soon as it is accepted."""
    probe = _Probe(plan)
    for _ in range(CONNECTIONS):
        probe.free.put_nowait(await asyncio.open_connection(plan.host, plan.port))
    return await probe.run()


class _Probe:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.free: asyncio.Queue[Connection] = asyncio.Queue()
        self.milliseconds: list[float] = []
        self.errors = self.late = 0

    async def run(self) -> Outcome:
        begin = time.perf_counter()
        running: list[Awaitable[None]] = []
        for number in range(self.plan.commands):
            due = begin + number / self.plan.per_second if self.plan.per_second else 0.0
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            connection = await self.free.get()
            self.late += time.perf_counter() > due + 0.05
            running.append(asyncio.ensure_future(self._one(number, connection)))
        await asyncio.gather(*running)
        rate = self.plan.commands / (time.perf_counter() - begin)
        cuts = quantiles(self.milliseconds, n=100)
        return Outcome(rate, cuts[49], cuts[98], self.errors, self.late / self.plan.commands)

    async def _one(self, number: int, connection: Connection) -> None:
        try:
            milliseconds = await self._seen(number, connection)
        finally:
            self.free.put_nowait(connection)
        if milliseconds is None:
            self.errors += 1
        elif number >= self.plan.commands // 10:
            self.milliseconds.append(milliseconds)

    async def _seen(self, number: int, connection: Connection) -> float | None:
        host, known = f"{self.plan.host}:{self.plan.port}", self.plan.authorization
        body = f'{{"kind":"person","name":"Person {number}"}}'
        status, told = await exchange(*connection, request("POST", COMMAND, host, body, known))
        if status != 201:
            return None
        accepted, receipt = time.perf_counter(), msgspec.json.decode(told, type=Accepted)
        where = f"/api/v1/customers/{receipt.stream_id}?min_position={receipt.position}"
        status, _ = await exchange(*connection, request("GET", where, host, "", known))
        return (time.perf_counter() - accepted) * 1000 if status == 200 else None


if __name__ == "__main__":
    outcome = asyncio.run(carry_out(msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)))
    sys.stdout.buffer.write(msgspec.json.encode(outcome))
