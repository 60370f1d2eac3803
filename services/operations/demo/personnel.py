"""Which branches, teams and users does a demo company of some size have?"""

from collections.abc import Iterator

from services.identity.importing import BranchRecord, TeamRecord, UserRecord
from services.operations.demo.company import Company
from services.operations.demo.names import full_name
from services.operations.demo.offices import OFFICES, Office
from services.operations.demo.staff import (
    HEADQUARTERS,
    TEAM_SIZE,
    Colleague,
    branches,
    leadership,
    team_id,
    team_of,
)


def colleagues(company: Company) -> Iterator[Colleague]:
    """Everybody, the sellers last."""
    yield from leadership(company.key("staff", 0), teams(company))
    for number, seller in enumerate(company.sellers):
        name = full_name(company.random("seller", number), seller.office.language).written
        team = _team(company, number)
        yield Colleague(f"{number}", name, f"sales{number + 1}", seller.office, team, "salesperson")


def teams(company: Company) -> list[tuple[Office, str]]:
    """Each with its office."""
    found = {_team(company, number): seller.office for number, seller in enumerate(company.sellers)}
    return [(office, team) for team, office in found.items()]


def email(company: Company, colleague: Colleague) -> str:
    """Companies of other seeds have other domains: an address belongs to one user."""
    return f"{colleague.mailbox}@demo{company.seed if company.seed > 1 else ''}.example"


def branch_records(company: Company) -> Iterator[tuple[str, BranchRecord]]:
    """By code."""
    at = company.instant(company.founded_on, OFFICES[0], company.random("branches", 0))
    for each in branches():
        yield each.code, BranchRecord(code=each.code, name=each.name, parent=each.parent, opened_at=at)


def team_records(company: Company) -> Iterator[tuple[str, TeamRecord]]:
    """By natural key."""
    key = company.key("teams", 0)
    for office, team in teams(company):
        at = company.instant(company.founded_on, office, company.random("team", 0))
        yield f"{key} {team}", TeamRecord(name=team, branch=office.name, formed_at=at)


def user_records(company: Company) -> Iterator[tuple[str, UserRecord]]:
    """By natural key."""
    key = company.key("teams", 0)
    for number, each in enumerate(colleagues(company)):
        office = each.office or OFFICES[0]
        at = company.instant(company.founded_on, office, company.random("since", number))
        yield (
            company.key("user", each.key),
            UserRecord(
                name=each.name,
                email=email(company, each),
                branch=each.office.name if each.office else HEADQUARTERS,
                team=team_id(key, each.team) if each.team else None,
                roles=(each.role,),
                added_at=at,
            ),
        )


def _team(company: Company, seller: int) -> str:
    return team_of(company.sellers[seller].office, seller // (len(OFFICES) * TEAM_SIZE))
