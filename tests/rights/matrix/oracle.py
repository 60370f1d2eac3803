"""What should somebody of a role see and be allowed? Told by the definitions of the roles alone.

It shares no code with what it judges: levels are read from the role's grants, and compared with whose the
record is.
"""

from uuid import UUID

from services.identity.built_in import built_in_roles
from tests.rights.matrix.company import BELOW, HOME, Company, Record

_DEFINED = {role.key: role for role in built_in_roles()}
_REACHED = {"own": ("own",), "team": ("own", "team"), "branch": ("own", "team", "branch")}


def relation(company: Company, role: str, owner_id: UUID | None, branch: str) -> str:
    """What a record is to the user of this role."""
    if owner_id == company.user[role].user_id:
        return "own"
    if owner_id == company.mate or owner_id in [each.user_id for each in company.user.values()]:
        return "team"
    return "branch" if branch in (HOME, BELOW) else "other"


def may(company: Company, role: str, right: str, record: Record) -> bool:
    """Does the role's right, such as `deal.edit`, reach the record?"""
    if role == "administrator":
        return True
    grants = _DEFINED[role].grants if role in _DEFINED else {}
    reach = grants.get(right)
    if reach is None:
        return False
    return reach == "all" or relation(company, role, record.owner_id, record.branch) in _REACHED[reach]


def has(role: str, right: str) -> bool:
    """Does the role give this right at all? An administrator has every one."""
    if not right or role == "administrator":
        return True
    return role in _DEFINED and right in _DEFINED[role].grants


def sees(company: Company, role: str, record: Record) -> bool:
    """May they know that it exists?"""
    return may(company, role, f"{record.kind}.see", record)


def hidden_words(company: Company, role: str) -> set[str]:
    """Everything that must not stand in any answer to the user of this role."""
    seen = {word for record in company.records if sees(company, role, record) for word in record.words}
    every = {word for record in company.records for word in record.words}
    return every - seen
