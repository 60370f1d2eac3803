"""Will this do as somebody's new password?"""

from collections.abc import Mapping

from services.gateway.language import translated
from services.gateway.signing_in.accounts import Account
from services.identity.secrets.password_rules import problem_with
from shared.marks import N_

_DIFFERENT = N_("is not the same as above")


def refused_password(fields: Mapping[str, str], words: tuple[str, ...], language: str) -> dict[str, str]:
    """Field → what is wrong; nothing where password and repetition will do."""
    password = fields.get("password", "")
    if problem := problem_with(password, words):
        return {"password": translated(language, problem)}
    if fields.get("repeated", "") != password:
        return {"repeated": translated(language, _DIFFERENT)}
    return {}


def words_of(known: Account) -> tuple[str, ...]:
    """What somebody's password must not be built from."""
    return known.name, known.email
