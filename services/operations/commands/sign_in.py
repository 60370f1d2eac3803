"""`hindsight admin`, `users`, `tokens`: how does an operator let people and programs in?"""

import asyncio
import getpass
import secrets
import sys
from typing import Annotated
from uuid import UUID

import typer

from services.operations.console import Json, answer, fail, table
from shared.settings import from_environment

admin = typer.Typer(help="The administrators.", no_args_is_help=True)
users = typer.Typer(help="The users, and how they sign in.", no_args_is_help=True)
tokens = typer.Typer(help="Tokens by which programs act for a user.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The user's e-mail address.")]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, one line.")
]


@admin.command()
def create(
    email: Annotated[str, typer.Option(prompt="E-mail", help="They sign in with it.")],
    name: Annotated[str, typer.Option(prompt="Name", help="The administrator's name.")],
    company: Annotated[str, typer.Option(help="The company's name, at the first start.")] = "Hindsight",
    password_stdin: FromInput = False,
    json: Json = False,
) -> None:
    """Make an administrator: the first one, or one more."""
    from services.operations.sign_in.people import create_administrator, reached

    password = _password(password_stdin, (email, name, company))
    with reached(from_environment()) as there:
        user_id = create_administrator(there, name=name, email=email, company=company, password=password)
    answer({"user_id": str(user_id)}, f"{name} can sign in with {email}.", json=json)


@users.command("set-password")
def set_password(email: Email, password_stdin: FromInput = False, json: Json = False) -> None:
    """Give a user a password; one that is made up here is for the first time only."""
    from services.operations.sign_in.people import reached, set_password, user_of

    typed = _password(True, (email,)) if password_stdin else None
    password = typed or secrets.token_urlsafe(12)
    with reached(from_environment()) as there:
        set_password(there, user_of(there, email), password, temporary=typed is None)
    told = f"The password of {email} is set; every session of theirs has ended."
    if typed is None:
        told = f"{email} signs in once with this password, and then chooses their own: {password}"
    answer({"email": email, "password": password if typed is None else None}, told, json=json)


@users.command("remove-second-factor")
def remove_second_factor(email: Email, json: Json = False) -> None:
    """Let a user in whose phone is lost; they set up another if their role asks for it."""
    from services.operations.sign_in.people import reached, remove_second_factor, user_of

    with reached(from_environment()) as there:
        remove_second_factor(there, user_of(there, email))
    answer({"email": email}, f"{email} signs in with the password alone now.", json=json)


@tokens.command("create")
def create_token(
    email: Email,
    name: Annotated[str, typer.Option(help="What is it for?")] = "command line",
    scope: Annotated[
        list[str] | None, typer.Option(help="customer:read, deal:write, *:read …; may be repeated.")
    ] = None,
    branch: Annotated[str, typer.Option(help="Only records of this branch and those below.")] = "",
    days: Annotated[int, typer.Option(help="How long it is good.", min=1, max=366)] = 90,
    json: Json = False,
) -> None:
    """Make a token that lends a user's rights; it is shown this once."""
    from services.gateway.signing_in.tokens import Wanted, issue
    from services.operations.sign_in.people import reached, user_of

    wanted = Wanted(name, tuple(scope or ("*:read",)), branch, days)
    with reached(from_environment()) as there:
        user_id = user_of(there, email)
        issued = asyncio.run(issue(there, user_id, wanted))
    answer({"token_id": str(issued.token_id), "token": issued.secret}, issued.secret, json=json)


@tokens.command("list")
def list_tokens(json: Json = False) -> None:
    """Which tokens are good?"""
    from services.operations.sign_in.people import named_tokens, reached

    with reached(from_environment()) as there:
        found = named_tokens(there)
    headings = ("id", "user", "for", "scopes", "branch", "until")
    rows = [(t.token_id, t.user, t.name, " ".join(t.scopes), t.branch, t.expires_at.date()) for t in found]
    answer(found, table(headings, rows) if rows else "There is no token.", json=json)


@tokens.command("revoke")
def revoke_token(
    token_id: Annotated[UUID, typer.Argument(help="As `hindsight tokens list` shows it.")], json: Json = False
) -> None:
    """Take a token back; its next call is refused."""
    from services.operations.sign_in.people import reached, revoke

    with reached(from_environment()) as there:
        revoke(there, token_id)
    answer({"token_id": str(token_id)}, "The token is revoked.", json=json)


def _password(from_input: bool, personal: tuple[str, ...]) -> str:
    """A password typed twice, or read from standard input, that keeps to the rules."""
    from services.identity.secrets.password_rules import problem_with

    if from_input:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Once more: "):
            fail("The two are not the same. Nothing was changed.", 2)
    if problem := problem_with(password, personal):
        fail(f"The password {problem}.", 2)
    return password
