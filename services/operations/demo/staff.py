"""Who works in the demo company: in which branches and teams, as what?"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple
from uuid import UUID

from services.identity.commands import OpenBranch
from services.operations.demo.names import full_name
from services.operations.demo.offices import OFFICES, Office
from shared.importing import record_id

HEADQUARTERS = "总部"
_REGIONS = {"zh": "中国区", "en": "International"}
TEAM_SIZE = 12


class Colleague(NamedTuple):
    """Somebody who works there; whoever stands above the offices has none."""

    key: str
    name: str
    mailbox: str
    office: Office | None
    team: str | None
    role: str


def branches() -> Iterator[OpenBranch]:
    """The tree: headquarters, two regions, the offices. Their codes are their names."""
    yield OpenBranch(code=HEADQUARTERS, name=HEADQUARTERS)
    for region in _REGIONS.values():
        yield OpenBranch(code=region, name=region, parent=HEADQUARTERS)
    for office in OFFICES:
        yield OpenBranch(code=office.name, name=office.name, parent=_REGIONS[office.language])


def team_of(office: Office, number: int) -> str:
    """The name of an office's n-th team, counted from 0."""
    return f"{office.name}{number + 1}组" if office.language == "zh" else f"{office.name} team {number + 1}"


def team_id(company: str, team: str) -> UUID:
    """The stream of a team of this company."""
    return record_id("team", f"{company} {team}")


def leadership(company: str, teams: Sequence[tuple[Office, str]]) -> Iterator[Colleague]:
    """Headquarters, a manager for each office, a leader for each team."""
    yield Colleague(
        "administrator", _name(company, "administrator", "zh"), "admin", None, None, "administrator"
    )
    yield Colleague("auditor", _name(company, "auditor", "zh"), "auditor", None, None, "auditor")
    for number, office in enumerate(OFFICES, 1):
        key = f"manager {office.name}"
        yield Colleague(
            key, _name(company, key, office.language), f"manager{number}", office, None, "manager"
        )
    for number, (office, team) in enumerate(teams, 1):
        key = f"lead {team}"
        name = _name(company, key, office.language)
        yield Colleague(key, name, f"lead{number}", office, team, "team_lead")


def _name(company: str, key: str, language: str) -> str:
    return full_name(Random(f"{company} {key}"), language).written
