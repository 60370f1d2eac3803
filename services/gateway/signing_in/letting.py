"""What may an administrator do about how somebody else signs in?"""

import secrets
from uuid import UUID

from starlette.requests import Request

from projections.identity import reach
from projections.identity.access import access
from projections.identity.granted import granted
from services.gateway.runtime import Runtime
from services.gateway.signing_in import security_log
from services.gateway.signing_in.accounts import Account, account
from services.gateway.signing_in.ending import end_all
from services.gateway.signing_in.sending import record
from services.gateway.viewer import viewer
from services.identity.sign_in_commands import RemoveSecondFactor, SetPassword
from shared.refusals import Forbidden, NotFound
from shared.rights.giving import Given, check_given
from shared.rights.levels import Level


async def another(request: Request, user_id: UUID) -> Account:
    """The account of another user, for an administrator. Raises Forbidden, NotFound."""
    who = viewer(request)
    if who.user_id is None or not who.rights.own_account or who.level("user", "administer") < Level.ALL:
        raise Forbidden
    at = _runtime(request).door
    directory = access(at.log)
    if user := directory.user(user_id):
        # Whoever sets their password can be them.
        owners = reach.reached_beside(directory, user_id, user.team_id)
        places = (user.branch, *reach.homes(directory, owners))
        check_given(who, Given(granted(directory.roles(user)), places, tuple(owners)))
    known = await at.ask(lambda: account(at.log, user_id))
    if not known.email:
        raise NotFound(what="user", id=str(user_id))
    return known


async def give_password(request: Request, known: Account) -> str:
    """A password for the first time only; every session that began under the old one has ended."""
    by, password = viewer(request).user_id, secrets.token_urlsafe(12)

    def command(hashed: str) -> SetPassword:
        return SetPassword(user_id=known.user_id, password_hash=hashed, by=by, temporary=True)

    await _runtime(request).door.set_password(command, password)
    security_log.noted("password given", user_id=str(known.user_id), by=str(by))
    return password


async def take_second_factor(request: Request, known: Account) -> None:
    """The password alone lets them in, until they set up another."""
    by = viewer(request).user_id
    await record(_runtime(request).bus, RemoveSecondFactor(user_id=known.user_id, by=by))
    security_log.noted("second factor removed", user_id=str(known.user_id), by=str(by))


async def sign_out_everywhere(request: Request, known: Account) -> int:
    """End all their sessions; how many there were."""
    by = viewer(request).user_id
    security_log.noted("sessions ended", user_id=str(known.user_id), by=str(by))
    return await end_all(_runtime(request), known.user_id, by or known.user_id)


def _runtime(request: Request) -> Runtime:
    held: Runtime = request.app.state.runtime
    return held
