"""Which command concerns which password, session, token, preference?

Hindsight alone sends them, once it has seen the secret they rest on: no role gives the right to them, and
whose command it was stands in the event.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from events.sign_in import INSTALLATION, credentials_id, link_id, preferences_id
from services.identity import credentials, founding, preferences, session, token
from services.identity import sign_in_commands as commands
from shared.application import Aggregate, Application
from shared.commands import Command
from shared.events import Event
from shared.rights.right import HINDSIGHT_ONLY

CREDENTIALS = Aggregate("credentials", credentials.Credentials(), credentials.evolve)
SESSION = Aggregate("session", session.Session(), session.evolve)
TOKEN = Aggregate("token", token.Token(), token.evolve)
PREFERENCES = Aggregate("preferences", preferences.Preferences(), preferences.evolve)
FOUNDING = Aggregate("installation", founding.Founded(), founding.founded)
LINK: Aggregate[Any] = Aggregate("account link", None, founding.linked)


def _credentials(asked: Any) -> UUID:
    return credentials_id(asked.user_id)


def _preferences(asked: Any) -> UUID:
    return preferences_id(asked.user_id)


_session = attrgetter("session_id")
_token = attrgetter("token_id")
_Decide = Callable[..., Sequence[Event]]
_DECISIONS: dict[type[Command], tuple[Aggregate[Any], Callable[[Any], UUID], _Decide]] = {
    commands.SetPassword: (CREDENTIALS, _credentials, credentials.set_password),
    commands.RehashPassword: (CREDENTIALS, _credentials, credentials.rehash),
    commands.EnrolSecondFactor: (CREDENTIALS, _credentials, credentials.enrol),
    commands.UseSecondFactor: (CREDENTIALS, _credentials, credentials.use_second_factor),
    commands.UseRecoveryCode: (CREDENTIALS, _credentials, credentials.use_recovery_code),
    commands.RenewRecoveryCodes: (CREDENTIALS, _credentials, credentials.renew_recovery_codes),
    commands.RemoveSecondFactor: (CREDENTIALS, _credentials, credentials.remove_second_factor),
    commands.LockSignIn: (CREDENTIALS, _credentials, credentials.lock),
    commands.BeginSession: (SESSION, _session, session.begin),
    commands.ContinueSession: (SESSION, _session, session.go_on),
    commands.EndSession: (SESSION, _session, session.end),
    commands.IssueToken: (TOKEN, _token, token.issue),
    commands.NoteTokenUse: (TOKEN, _token, token.note_use),
    commands.RevokeToken: (TOKEN, _token, token.revoke),
    commands.ChangePreferences: (PREFERENCES, _preferences, preferences.change),
    commands.FoundInstallation: (FOUNDING, lambda _: INSTALLATION, founding.found),
    commands.LinkAccount: (LINK, lambda asked: link_id(asked.issuer, asked.subject), founding.link),
}
_GO_ON = {commands.ContinueSession, commands.EndSession, commands.NoteTokenUse, commands.RevokeToken}


def add_sign_in(app: Application) -> None:
    """The commands of signing in, beside those of people and rights."""
    for command, (aggregate, stream, decide) in _DECISIONS.items():
        app.handles(
            command,
            aggregate,
            right=HINDSIGHT_ONLY,
            stream=stream,
            decide=decide,
            creates=command not in _GO_ON,
        )
