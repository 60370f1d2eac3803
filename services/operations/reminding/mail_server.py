"""How is a mail handed to the mail server, and what did it say?"""

import re
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

URL = "HINDSIGHT_SMTP_URL"
SENDER = "HINDSIGHT_MAIL_FROM"
SECONDS = 20.0
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_BREAKS = re.compile(r"[\r\n\x00-\x1f\x7f\u2028\u2029]+")


class MailRefused(Exception):
    """The mail server will never take this mail; the message is what it said."""


class MailDelayed(Exception):
    """The mail server is away, or wants to be asked again later; the message is why."""


class Mail(NamedTuple):
    """A text for one person. `key` makes the Message-ID: whoever gets it twice sees it once."""

    to: str
    subject: str
    text: str
    key: str


class MailServer(NamedTuple):
    """Where mails go, and whom they are from."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str

    def send(self, mail: Mail) -> None:
        """Hand it over. Raises MailRefused, MailDelayed."""
        try:
            with self._connected() as server:
                server.send_message(self._message(mail))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            code, said = _answer(error)
            raise (MailRefused if 500 <= code < 600 else MailDelayed)(f"{code} {said}") from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailDelayed(f"{type(error).__name__}: {error}") from None

    def _connected(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self.sender, one_line(mail.to)
        message["Subject"] = one_line(mail.subject)
        message["Message-ID"] = f"<{mail.key}@{one_line(self.sender.rpartition('@')[2])}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message


def mail_server(environment: Mapping[str, str]) -> MailServer | None:
    """The mail server of this installation; None where it has none. Raises ValueError naming the variable."""
    given = environment.get(URL, "")
    if not given:
        return None
    parts = urlsplit(given)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(
            f"{URL} must be smtp://, smtps:// or smtp+starttls:// with a host, "
            "such as smtp+starttls://user:password@mail.example.com:587."
        )
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=one_line(environment.get(SENDER) or f"hindsight@{parts.hostname}"),
    )


def one_line(text: str) -> str:
    """A header's text without anything that could begin another header."""
    return _BREAKS.sub(" ", text).strip()


def _answer(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> tuple[int, str]:
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    else:
        code, said = error.smtp_code, error.smtp_error
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return code, one_line(text)[:300]
