"""How is an event of the security log told?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from events.identity import role_id
from projections.identity.security_page import Happened
from services.gateway.language import translated
from services.gateway.pages import words
from services.gateway.pages.formats import NO_VALUE, Formats
from services.gateway.pages.names import Names
from services.gateway.pages.sentences import HIDDEN
from shared.marks import N_

KINDS = {
    "sign-in": N_("Signed in"),
    "lock": N_("Locked out"),
    "session": N_("Sessions ended"),
    "password": N_("Passwords"),
    "factor": N_("Second factor"),
    "token": N_("API tokens"),
    "person": N_("People"),
    "role": N_("Roles and rights"),
}
_SENTENCES = {
    "identity.SessionBegun": N_("Signed in"),
    "identity.AccountLinked": N_("Signs in through {issuer} from now on"),
    "identity.SignInLocked": N_("Locked out until {until}, as too many attempts failed"),
    "identity.SessionEnded": N_("Signed out"),
    "identity.PasswordSet": N_("Password set"),
    "identity.SecondFactorEnrolled": N_("Second factor set up"),
    "identity.SecondFactorRemoved": N_("Second factor removed"),
    "identity.RecoveryCodesRenewed": N_("New recovery codes made"),
    "identity.RecoveryCodeUsed": N_("Came in with a recovery code"),
    "identity.TokenIssued": N_("API token {name} made, good until {expires_at}"),
    "identity.TokenFirstUsed": N_("API token used for the first time"),
    "identity.TokenRevoked": N_("API token revoked"),
    "identity.UserAdded": N_("Added, with the roles: {roles}"),
    "identity.UserEmailChanged": N_("Signs in as {email} from now on"),
    "identity.UserTransferred": N_("Transferred to the branch {branch}"),
    "identity.UserDeactivated": N_("May not sign in any more"),
    "identity.UserReactivated": N_("May sign in again"),
    "identity.UserRolesChanged": N_("Roles from now on: {roles}"),
    "identity.RoleDefined": N_("Role {name} defined"),
    "identity.RoleChanged": N_("Role {name} changed"),
    "identity.RoleRetired": N_("Role {record} retired"),
    "identity.RoleReinstated": N_("Role {record} reinstated"),
}
_REVOKED = N_("Session ended from elsewhere")
_MEANS = {"password": N_("with a password"), "oidc": N_("through the identity provider")}
_SECOND = N_("with a second factor")
_ASKED = N_("asks for a second factor at sign-in")
_ROLES = ("identity.RoleDefined", "identity.RoleChanged")
"""Their names are texts of the product where they are built in."""
_INSTANTS = ("until", "expires_at")


class Told(NamedTuple):
    """One row: when, to whom, what, from where, and by whom where that is somebody else."""

    at: datetime
    who: str
    user_id: UUID | None
    what: str
    beside: list[str]
    by: str


def told(event: Happened, names: Names, language: str) -> Told:
    """The row of one event."""
    user_id = event.user_id
    return Told(
        event.at,
        _named(user_id, names, language) if user_id else "",
        user_id,
        _sentence(event, names, language),
        _beside(event.told, language),
        _by(event, names, language),
    )


def _sentence(event: Happened, names: Names, language: str) -> str:
    revoked = event.told.get("cause") == "revoked"
    sentence = translated(language, _REVOKED if revoked else _SENTENCES[event.type])
    values = {name: _plain(name, value, language) for name, value in event.told.items()}
    if event.type in _ROLES:
        values["name"] = translated(language, event.told["name"])
    values["roles"] = _roles((role_id(key) for key in event.told.get("roles", ())), names, language)
    return sentence.format_map({**values, "record": _roles([event.stream_id], names, language)})


def _plain(name: str, value: Any, language: str) -> str:
    if name in _INSTANTS:
        return Formats(language).instant(msgspec.convert(value, datetime))
    return str(value or NO_VALUE)


def _roles(role_ids: Iterable[UUID], names: Names, language: str) -> str:
    known = [names.of(each) for each in role_ids]
    return ", ".join(translated(language, each.title if each else HIDDEN) for each in known) or NO_VALUE


def _beside(known: dict[str, Any], language: str) -> list[str]:
    means = _MEANS.get(known.get("means", ""))
    # Of a sign-in it says what was shown, of a role what is asked for.
    second = (_SECOND if means else _ASKED) if known.get("second_factor") else None
    said = [translated(language, each) for each in (means, second) if each]
    return [*said, *(known[name] for name in ("address", "device") if known.get(name))]


def _by(event: Happened, names: Names, language: str) -> str:
    if event.by in ("", str(event.user_id)):
        return ""
    try:
        return _named(UUID(event.by), names, language)
    except ValueError:
        return translated(language, words.word(event.by))


def _named(user_id: UUID, names: Names, language: str) -> str:
    named = names.of(user_id)
    return named.title if named else translated(language, HIDDEN)
