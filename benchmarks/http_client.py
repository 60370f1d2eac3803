"""How fast does a server answer? A client of its own process: `python -m benchmarks.http_client < plan`."""

import asyncio
import sys
import time
from statistics import quantiles

import msgspec


class Plan(msgspec.Struct):
    """Requests to send, shared among so many connections; the first `warm` answers are not counted.

    A body may hold `$n`, which becomes the request's number.
    """

    host: str
    port: int
    clients: int
    method: str
    paths: list[str]
    requests: int
    body: str = ""
    authorization: str = ""
    warm: int = 0


class Outcome(msgspec.Struct):
    """What came of it; latencies in milliseconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    errors: int
    first_error: str = ""


async def carry_out(plan: Plan) -> Outcome:
    """Send everything as fast as the answers come."""
    run = _Run(plan)
    connections = [await asyncio.open_connection(plan.host, plan.port) for _ in range(plan.clients)]
    await asyncio.gather(*(run.client(*connection) for connection in connections))
    return run.outcome()


class _Run:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.numbers = iter(range(plan.requests + plan.warm))
        self.latencies: list[float] = []
        self.errors: list[str] = []
        self.started = 0.0

    async def client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number in self.numbers:
            if number == self.plan.warm:
                self.started = time.perf_counter()
            sent = time.perf_counter()
            status, _ = await exchange(reader, writer, self._request(number))
            if number >= self.plan.warm:
                self.latencies.append((time.perf_counter() - sent) * 1000)
                if not 200 <= status < 300:
                    self.errors.append(f"HTTP {status}")
        writer.close()

    def _request(self, number: int) -> bytes:
        body = self.plan.body.replace("$n", str(number))
        path = self.plan.paths[number % len(self.plan.paths)]
        host = f"{self.plan.host}:{self.plan.port}"
        return request(self.plan.method, path, host, body, self.plan.authorization)

    def outcome(self) -> Outcome:
        seconds = time.perf_counter() - self.started
        cuts = quantiles(self.latencies, n=100)
        return Outcome(
            per_second=len(self.latencies) / seconds,
            p50=cuts[49],
            p95=cuts[94],
            p99=cuts[98],
            errors=len(self.errors),
            first_error=next(iter(self.errors), ""),
        )


def request(method: str, path: str, host: str, body: str = "", authorization: str = "") -> bytes:
    """An HTTP request with a JSON body."""
    sent = body.encode()
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {authorization}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
    ).encode() + sent


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes
) -> tuple[int, bytes]:
    """Status and body of the answer; a client library would take the server's processor from it."""
    writer.write(sent)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0] or 0)
    return int(head.split(" ", 2)[1]), await reader.readexactly(length)


if __name__ == "__main__":
    sys.stdout.buffer.write(
        msgspec.json.encode(asyncio.run(carry_out(msgspec.json.decode(sys.stdin.buffer.read(), type=Plan))))
    )
