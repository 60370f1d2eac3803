"""`hindsight users`, `branches`, `roles`: who works here, where, and as what?"""

from typing import Annotated
from uuid import uuid4

import typer

from services.operations.commands.sign_in import users
from services.operations.console import Json, answer, table
from shared.settings import from_environment

branches = typer.Typer(help="The branches.", no_args_is_help=True)
roles = typer.Typer(help="The roles.", no_args_is_help=True)

User = Annotated[str, typer.Argument(help="The user's e-mail address or id.")]
Branch = Annotated[str, typer.Option(help="The code of a branch, as `hindsight branches list` shows it.")]
Team = Annotated[str, typer.Option(help="The name of a team.")]
Roles = Annotated[list[str] | None, typer.Option("--role", help="The key of a role; may be repeated.")]


@users.command("list")
def list_users(
    left: Annotated[bool, typer.Option("--left", help="Those who left, too.")] = False, json: Json = False
) -> None:
    """Who works here?"""
    from services.operations.people.asking import listed

    found = listed(from_environment(), left=left)
    headings = ("id", "name", "e-mail", "branch", "team", "roles", "")
    rows = [
        (
            p.user_id,
            p.name,
            p.email or "",
            p.branch,
            p.team_name,
            " ".join(p.roles),
            "" if p.active else "left",
        )
        for p in found
    ]
    answer(found, table(headings, rows) if rows else "There is no user.", json=json)


@users.command()
def add(
    name: Annotated[str, typer.Argument(help="Their name.")],
    email: Annotated[str, typer.Option(help="They sign in with it.")] = "",
    branch: Branch = "",
    team: Team = "",
    role: Roles = None,
    json: Json = False,
) -> None:
    """Add a colleague; `hindsight users set-password` lets them sign in."""
    from services.operations.people.changing import changing

    user_id = uuid4()
    with changing(from_environment()) as at:
        at.add(user_id, name, email or None, branch or None, team, tuple(role or ("salesperson",)))
    answer({"user_id": str(user_id)}, f"{name} is added: {user_id}", json=json)


@users.command()
def transfer(user: User, branch: Branch = "", team: Team = "", json: Json = False) -> None:
    """Move a user to another branch and team; their records stay where they are."""
    from services.operations.people.changing import changing

    with changing(from_environment()) as at:
        user_id = at.transfer(user, branch or None, team)
    answer({"user_id": str(user_id)}, f"{user} is in {branch or 'no branch'} now.", json=json)


@users.command("roles")
def give_roles(user: User, role: Roles = None, json: Json = False) -> None:
    """Give a user these roles, and no others."""
    from services.operations.people.changing import changing

    given = tuple(role or ())
    with changing(from_environment()) as at:
        user_id = at.give_roles(user, given)
    told = f"{user} has the roles {', '.join(given)} now." if given else f"{user} has no role now."
    answer({"user_id": str(user_id), "roles": given}, told, json=json)


@users.command()
def deactivate(user: User, json: Json = False) -> None:
    """Let a user sign in no more; their records and their history stay."""
    from services.operations.people.changing import changing

    with changing(from_environment()) as at:
        user_id = at.deactivate(user)
    answer({"user_id": str(user_id)}, f"{user} can not sign in any more.", json=json)


@users.command()
def reactivate(user: User, json: Json = False) -> None:
    """Let a user who left sign in again."""
    from services.operations.people.changing import changing

    with changing(from_environment()) as at:
        user_id = at.reactivate(user)
    answer({"user_id": str(user_id)}, f"{user} can sign in again.", json=json)


@branches.command("list")
def list_branches(json: Json = False) -> None:
    """Which branches are there, below which others?"""
    from services.operations.people.asking import branches_in

    found = branches_in(from_environment())
    rows = [("  " * b.depth + b.name, b.code, b.people, "closed" if b.closed else "") for b in found]
    shown = table(("branch", "code", "people", ""), rows) if rows else "There is no branch."
    answer(found, shown, json=json)


@branches.command("open")
def open_branch(
    code: Annotated[str, typer.Argument(help="It stands in every record of the branch, and stays.")],
    name: Annotated[str, typer.Option(help="For display; the code by default.")] = "",
    below: Annotated[str, typer.Option(help="The code of the branch above it.")] = "",
    json: Json = False,
) -> None:
    """Open a branch."""
    from services.operations.people.changing import changing

    with changing(from_environment()) as at:
        at.open_branch(code, name or code, below or None)
    answer({"code": code}, f"The branch {code} is open.", json=json)


@roles.command("list")
def list_roles(json: Json = False) -> None:
    """Which roles are there, and how many people have each?"""
    from services.operations.people.asking import roles_in

    found = roles_in(from_environment())
    rows = [(r.key, r.name, r.people, "may do everything" if r.unlimited else len(r.grants)) for r in found]
    answer(found, table(("key", "name", "people", "rights"), rows), json=json)
