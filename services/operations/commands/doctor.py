"""What is wrong here?"""

from services.operations.console import Json, answer
from shared.settings import from_environment

_SIGNS = {"well": "ok  ", "notice": "look", "ill": "ILL "}


def doctor(json: Json = False) -> None:
    """Say in plain words what is wrong, and what to do; the exit code is 1 if anything is ill."""
    from services.operations.diagnosis.doctor import examine

    found = list(examine(from_environment()))
    lines = [f"{_SIGNS[each.verdict]}  {each.subject}: {each.what} {each.todo}".rstrip() for each in found]
    answer(found, "\n".join(lines), json=json)
    if any(each.verdict == "ill" for each in found):
        raise SystemExit(1)
