"""May whoever sent this request come in, and as whom?"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from uuid import UUID

from starlette.types import Scope

from projections.identity.access import access
from services.gateway.asgi.headers import value
from services.gateway.signing_in import cookies, security_log
from services.gateway.signing_in.accounts import is_founded
from services.gateway.signing_in.addresses import client_of
from services.gateway.signing_in.sending import record
from services.gateway.signing_in.visits import Visit, by_session, by_token
from services.identity.sign_in_commands import ContinueSession, NoteTokenUse
from shared.refusals import Refused
from shared.rights.principal import Principal

if TYPE_CHECKING:
    from services.gateway.runtime import Runtime

THREADS = 4
_BEARER = "bearer "


class NotAdmitted(Exception):
    """Nobody is signed in; `founded` is false where there is nobody yet who could."""

    def __init__(self, *, founded: bool) -> None:
        self.founded = founded
        super().__init__(founded)


class Admission:
    """Looks at the session or token of each request as it is in the log at that moment."""

    def __init__(self, runtime: "Runtime") -> None:
        self._runtime = runtime
        self._directory = access(runtime.log)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="admission")
        self._founded = False
        self._renewing: set[UUID] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def admit(self, scope: Scope) -> None:
        """Say in the scope who asks. Raises NotAdmitted."""
        shown = _shown(scope, tls=self._runtime.door.settings.secure)
        found = await self._beside(shown) if shown else None
        if found is None:
            raise NotAdmitted(founded=await self._is_founded(scope, bool(shown)))
        visit, principal = found
        scope["principal"], scope["credential"] = principal, visit.credential
        scope["preferences"] = visit.preferences
        if visit.stale and visit.credential not in self._renewing:
            self._renew(visit, client_of(scope))

    async def _beside(self, shown: str) -> tuple[Visit, Principal] | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._found, shown)

    def _found(self, shown: str) -> tuple[Visit, Principal] | None:
        log = self._runtime.log
        is_token = shown.lower().startswith(_BEARER)
        visit = (
            by_token(log, shown[len(_BEARER) :].strip())
            if is_token
            else by_session(log, shown, self._runtime.door.settings.idle)
        )
        if visit is None:
            return None
        self._directory.catch_up()
        principal = self._directory.principal(visit.user_id, visit.credential)
        return None if principal is None else (visit, principal)

    async def _is_founded(self, scope: Scope, shown: bool) -> bool:
        if not self._founded:
            loop = asyncio.get_running_loop()
            self._founded = await loop.run_in_executor(self._threads, is_founded, self._runtime.log)
        if shown:
            security_log.denied(reason="not signed in", path=scope["path"], address=client_of(scope))
        return self._founded

    def _renew(self, visit: Visit, address: str) -> None:
        """Record that the session or token is in use; nobody waits for that."""
        self._renewing.add(visit.credential)
        task = asyncio.create_task(self._renewed(visit, address))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _renewed(self, visit: Visit, address: str) -> None:
        try:
            if visit.is_token:
                security_log.noted("token first used", user_id=str(visit.user_id), address=address)
                await record(self._runtime.bus, NoteTokenUse(token_id=visit.credential), "api")
            else:
                await record(self._runtime.bus, ContinueSession(session_id=visit.credential))
        except Refused:
            return  # the next request tries again
        finally:
            self._renewing.discard(visit.credential)


def _shown(scope: Scope, *, tls: bool) -> str | None:
    """The Authorization header, else the secret of the session cookie."""
    authorization = value(scope, b"authorization")
    if authorization:
        return authorization if authorization.lower().startswith(_BEARER) else None
    return cookies.read(scope, cookies.SESSION, secure=cookies.is_secure(scope, tls=tls))
