"""How do the events of many records become commits, in the order of time?"""

from datetime import UTC, datetime, timedelta
from operator import itemgetter
from random import Random
from uuid import UUID

from services.operations.demo.offices import OFFICES
from services.operations.demo.plan import DAY, Years, time_ordered_id
from services.operations.demo.sellers import Seller
from shared.events import Event
from shared.records import Commit, Header

SOURCE = "demo"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OFFSETS = {"Asia/Shanghai": 8, "America/Chicago": -6, "Europe/Berlin": 1}
_OPENS = {office.name: (9 - _OFFSETS[office.timezone]) * DAY // 24 for office in OFFICES}


class Tale:
    """Collects the commits of one block. Days count from 1970, instants are microseconds since then."""

    def __init__(self, years: Years, chance: Random) -> None:
        self.years = years
        self.chance = chance
        self.events = 0
        self._commits: list[tuple[int, Commit]] = []

    def moment(self, day: int, seller: Seller) -> int:
        """Some instant of that day's office hours."""
        return day * DAY + _OPENS[seller.office.name] + int(self.chance.random() * DAY * 9 / 24)

    def record(self, at: int, seller: Seller) -> "Record":
        """A record that begins at that instant."""
        return Record(self, time_ordered_id(at, self.chance), seller)

    def add(self, at: int, commit: Commit) -> None:
        self.events += len(commit.events)
        self._commits.append((at, commit))

    def commits(self) -> list[Commit]:
        """All of them in the order of time; those of one record stay in the order they were told."""
        self._commits.sort(key=itemgetter(0))
        return [commit for _, commit in self._commits]


class Record:
    """A stream whose events are told one command after another, each by whom it belongs to then."""

    def __init__(self, tale: Tale, id_: UUID, seller: Seller) -> None:
        self.id = id_
        self.seller = seller
        self.version = 0
        self._tale = tale

    def tell(self, at: int, *events: Event) -> UUID:
        """What somebody's command led to; returns the id of that command."""
        command_id = time_ordered_id(at, self._tale.chance)
        header = Header(
            command_id=command_id,
            correlation_id=command_id,
            actor=self.seller.name,
            branch=self.seller.office.name,
            source=SOURCE,
            occurred_at=moment(at),
        )
        self.append(at, events, header, 0)
        return command_id

    def append(self, at: int, events: tuple[Event, ...], header: Header, digest: int) -> None:
        """The same with everything around the events given."""
        commit = Commit(
            stream_id=self.id, expected_version=self.version, events=events, header=header, digest=digest
        )
        self.version += len(events)
        self._tale.add(at, commit)


def moment(instant: int) -> datetime:
    """The instant as others write it."""
    return _EPOCH + timedelta(microseconds=instant)
