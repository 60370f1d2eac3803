"""How does a salesperson's session ask over HTTP, note what it was told, and ask again until it knows?"""

from typing import Any

import httpx
import msgspec

from tests.chaos import signing_in
from tests.chaos.recorder import Recorder
from tests.chaos.workload import Step
from tests.history_checker.history import Call, Outcome, Read
from tests.people import COOKIE, Person

CALL_SECONDS = 9.0
"""Five for the command, one for a service that is being restarted, and what a busy machine adds."""
READ_SECONDS = 18.0
"""Five for the position, ten for the query, and what a busy machine adds."""
SIGN_IN_SECONDS = 27.0
"""Nine for each of the two answers, and nine for what hashing a password adds on a busy machine."""
_OUTCOMES: dict[int, Outcome] = {200: "ok", 201: "ok", 503: "unavailable", 504: "unknown"}
_CONFLICTS = ("Conflict", "VersionConflict")


class Caller:
    """One session: one question after another. Not for use by several threads."""

    def __init__(self, recorder: Recorder, address: str, who: Person, number: int) -> None:
        self._recorder = recorder
        self._http = httpx.Client(base_url=address, timeout=2 * READ_SECONDS)
        self._who = who
        self._number = number
        self._position = 0

    def send(self, step: Step) -> Call:
        """One attempt at a command."""
        call = Call(
            session=self._number,
            command_id=step.command_id,
            command=step.command,
            stream_id=step.stream_id,
            started=self._recorder.now(),
            deadline=CALL_SECONDS,
            expected=step.expected,
        )
        headers = {"Idempotency-Key": str(step.command_id)}
        answered = self._ask("POST", f"/{step.service}/{step.command}", json=step.body, headers=headers)
        if answered.pop("kind", None) in _CONFLICTS:
            answered["expected"] = "refused"  # a policy was faster
        call = msgspec.structs.replace(call, **answered)
        self._recorder.note(call)
        self._position = max(self._position, call.position)
        return call

    def read(self, step: Step) -> None:
        """Look at the record the command concerned, as of all this session knows."""
        read = Read(
            session=self._number,
            question=step.reads,
            stream_id=step.stream_id,
            min_position=self._position,
            started=self._recorder.now(),
            deadline=READ_SECONDS,
        )
        parameters = {"min_position": self._position}
        answered = self._ask("GET", f"/{read.question}/{step.stream_id}", params=parameters)
        answered = {name: value for name, value in answered.items() if name not in ("kind", "events")}
        self._recorder.note(msgspec.structs.replace(read, **answered))
        self._position = max(self._position, answered.get("position", 0))

    def sign_in(self) -> None:
        """Begin another session with the password, and go on in it."""
        asked = Read(
            session=self._number,
            question="sign-in",
            stream_id=self._who.user_id,
            min_position=0,
            started=self._recorder.now(),
            deadline=SIGN_IN_SECONDS,
        )
        try:
            outcome, secret, said = signing_in.sign_in(self._http)
        except httpx.TimeoutException:
            self._recorder.note(msgspec.structs.replace(asked, said="no answer"))
            return
        except httpx.TransportError as error:
            outcome, secret, said = "unavailable", "", repr(error)
        told = {"ended": self._recorder.now(), "outcome": outcome, "said": said}
        self._recorder.note(msgspec.structs.replace(asked, **told))
        self._http.cookies.clear()
        if secret:
            self._who = self._who._replace(session=secret)

    def close(self) -> None:
        """Give back the connection."""
        self._http.close()

    def _ask(self, method: str, path: str, **asked: Any) -> dict[str, Any]:
        """What a call or read has learned: outcome, end, position, version, events."""
        asked["headers"] = {**asked.get("headers", {}), "Cookie": f"{COOKIE}={self._who.session}"}
        try:
            answer = self._http.request(method, f"/api/v1{path}", **asked)
        except httpx.TimeoutException:
            return {"said": "no answer"}
        except httpx.TransportError as error:
            # Where nobody took the connection, nothing was sent.
            outcome = "unavailable" if isinstance(error, httpx.ConnectError) else "unknown"
            return {"outcome": outcome, "ended": self._recorder.now(), "said": repr(error)}
        return {"ended": self._recorder.now(), **_told(answer)}


def _told(answer: httpx.Response) -> dict[str, Any]:
    outcome = _OUTCOMES.get(answer.status_code, "refused" if answer.status_code < 500 else None)
    body = msgspec.json.decode(answer.content)
    if outcome != "ok":
        return {"outcome": outcome, "said": f"{answer.status_code} {body['detail']}", "kind": body["kind"]}
    position = int(answer.headers.get("Hindsight-Position", body.get("position", 0)))
    return {
        "outcome": outcome,
        "position": position,
        "version": body["version"],
        "events": tuple(body.get("events", ())),
    }
