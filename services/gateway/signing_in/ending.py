"""How does a session end before its time?"""

from uuid import UUID

from starlette.requests import Request

from projections.identity.sessions import sessions, sessions_of
from services.gateway.runtime import Runtime
from services.gateway.signing_in import cookies, security_log
from services.gateway.signing_in.sending import record
from services.gateway.signing_in.visits import by_session
from services.identity.sign_in_commands import EndSession


async def end_shown(request: Request) -> None:
    """End the session this browser shows, if it shows one."""
    runtime: Runtime = request.app.state.runtime
    at = runtime.door
    secret = cookies.read(
        request.scope,
        cookies.SESSION,
        secure=cookies.is_secure(request.scope, tls=at.settings.secure),
    )
    visit = await at.ask(lambda: by_session(at.log, secret or "", at.settings.idle))
    if visit is not None:
        security_log.noted("signed out", user_id=str(visit.user_id))
        await record(at.bus, EndSession(session_id=visit.credential, cause="signed-out", by=visit.user_id))


async def end_all(runtime: Runtime, user_id: UUID, by: UUID, *, but: UUID | None = None) -> int:
    """End a user's sessions but for one; how many there were."""
    answer = await runtime.reader.ask([sessions], lambda connection: sessions_of(connection, user_id))
    others = [each.session_id for each in answer.value if each.session_id != but]
    for session_id in others:
        await record(runtime.bus, EndSession(session_id=session_id, cause="revoked", by=by))
    return len(others)
