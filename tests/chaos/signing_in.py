"""How does the administrator sign in with a password, over the pages a browser sees?"""

import re

import httpx

from events.sign_in import FOUNDER
from services.identity.secrets import passwords
from services.identity.sign_in_commands import SetPassword
from shared.database import connect
from tests.history_checker.history import Outcome
from tests.people import COOKIE, Person, people

EMAIL, PASSWORD = "ada@example.com", "four unrelated words of it"
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
_MARKUP = re.compile(r"<[^>]*>|\s+")
_FORM = "__Host-hindsight-form"
_OUTCOMES: dict[int, Outcome] = {303: "ok", 503: "unavailable", 504: "unknown"}


def with_password(url: str) -> Person:
    """The administrator of this installation, who has a password from now on, in a session begun since."""
    engine = connect(url)
    try:
        hashed = passwords.hashed(PASSWORD)
        made = people(engine)
        made.do(SetPassword(user_id=FOUNDER, password_hash=hashed, by=None))
        return made.signed_in(FOUNDER)
    finally:
        engine.dispose()


def sign_in(http: httpx.Client) -> tuple[Outcome | None, str, str]:
    """What became of it, the secret of the new session, and the answer in its own words."""
    form = http.get("/sign-in")
    token = _TOKEN.search(form.text)
    if form.status_code != 200 or token is None:
        return _outcome(form), "", _said(form)
    told = {"form_token": token[1], "email": EMAIL, "password": PASSWORD}
    cookie = {"Cookie": f"{_FORM}={_kept(form, _FORM)}"}
    answer = http.post("/sign-in", data=told, headers=cookie)
    secret = _kept(answer, COOKIE)
    return (_outcome(answer) if secret or answer.status_code != 303 else None), secret, _said(answer)


def _kept(answer: httpx.Response, name: str) -> str:
    for line in answer.headers.get_list("set-cookie"):
        held, _, value = line.partition(";")[0].partition("=")
        if held == name:
            return str(value)
    return ""


def _outcome(answer: httpx.Response) -> Outcome | None:
    return _OUTCOMES.get(answer.status_code, "refused" if 400 <= answer.status_code < 500 else None)


def _said(answer: httpx.Response) -> str:
    words = _MARKUP.sub(" ", answer.text)[:300]
    return f"{answer.status_code} {answer.headers.get('location', '')} {words}"
