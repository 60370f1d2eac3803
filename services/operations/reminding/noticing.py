"""Which notices are sent by mail, too: what colleagues gave to somebody, and where they named them?

Each is mailed at least once, with the same Message-ID, and that it was is a fact of the stream of its
reader's notices. What the read model says is checked against that stream: no replay sends anything.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Engine, text

from events.sign_in import preferences_id
from projections.history.record_index import Named, names_of
from projections.identity.access import Access
from projections.identity.colleagues import colleague
from services.activities.application import NOTICES
from services.activities.commands import NoteNoticeMailed
from services.activities.notices import Notices, stream_of
from services.identity.preferences import Preferences
from services.identity.sign_in import PREFERENCES
from services.operations.reminding.attempts import LATEST, Attempts
from services.operations.reminding.mail_server import Mail, MailDelayed, MailRefused, MailServer
from services.operations.reminding.words import notice
from shared.log.log import Log
from shared.policy import Handles
from shared.records import Header
from shared.rights.actors import HINDSIGHT
from shared.telemetry.logs import logger

AT_ONCE = 100
UNSEEN = "The record is not theirs to see, or they have no address."
_WAITING = text("""
    select notice_id, owner_id, kind, record_id, actor, at from read.notices
    where kind in ('assigned', 'mention') and not mailed and at > :earliest
    order by at limit :rows""")
_log = logger(__name__)


class Noticing:
    """Sends what waits; what it remembers is only when to try a mail again."""

    def __init__(
        self, engine: Engine, activities: Handles, server: MailServer | None, public_url: str = ""
    ) -> None:
        self._engine, self._log, self._access = engine, Log(engine), Access(engine)
        self._activities = activities
        self._server = server
        self._public_url = public_url
        self._attempts = Attempts()

    def step(self, now: datetime | None = None) -> None:
        """Send what waits, where there is a mail server."""
        if self._server is None:
            return
        now = now or datetime.now(UTC)
        with self._engine.connect() as connection:
            waiting = connection.execute(_WAITING, {"earliest": now - LATEST, "rows": AT_ONCE}).all()
        self._attempts.keep({row.notice_id for row in waiting})
        for row in waiting:
            if self._attempts.due(row.notice_id, now):
                self._mail(self._server, row, now)

    def _mail(self, server: MailServer, row: Any, now: datetime) -> None:
        known: Notices = NOTICES.fold(self._log.stream(stream_of(row.owner_id)))
        if row.notice_id in known.mailed:
            return  # the read model has not heard of it yet
        try:
            mail = self._written(row)
            if mail is not None:
                server.send(mail)
        except MailRefused as refused:
            self._note(row, str(refused))
        except MailDelayed as delayed:
            self._attempts.put_off(row.notice_id, now)
            _log.warning("a notice is mailed later", notice_id=str(row.notice_id), reason=str(delayed))
        else:
            self._note(row, "" if mail else UNSEEN)

    def _written(self, row: Any) -> Mail | None:
        """None where it tells of what its reader may not see, or cannot be sent to them."""
        self._access.catch_up()
        principal = self._access.principal(row.owner_id, None)
        with self._engine.connect() as connection:
            person = colleague(connection, row.owner_id)
            if principal is None or person is None or not (person.active and person.email):
                return None
            names = names_of(connection, [row.record_id, *_actors(row)], principal)
        record: Named | None = names.get(row.record_id)
        if record is None:
            return None
        actor = next((names[each].title for each in _actors(row) if each in names), "Hindsight")
        preferences: Preferences = PREFERENCES.fold(self._log.stream(preferences_id(row.owner_id)))
        return notice(row, record, actor, person.email, preferences, self._public_url)

    def _note(self, row: Any, reason: str) -> None:
        command = NoteNoticeMailed(owner_id=row.owner_id, notice_id=row.notice_id, reason=reason)
        own = uuid5(row.notice_id, command.method())
        header = Header(command_id=own, correlation_id=own, actor=HINDSIGHT, branch="", source="automation")
        self._activities.handle_many([(command, header)])


def _actors(row: Any) -> list[UUID]:
    """Whoever gave it, where that was a person."""
    try:
        return [UUID(row.actor)]
    except ValueError:
        return []
