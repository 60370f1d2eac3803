"""How long do sessions last, under which address is Hindsight known, and who else may say who people are?"""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

PUBLIC_URL = "HINDSIGHT_PUBLIC_URL"


class Provider(NamedTuple):
    """An identity provider that speaks OpenID Connect; `name` stands on the button."""

    issuer: str
    client_id: str
    client_secret: str
    name: str


class SignInSettings(NamedTuple):
    """public_url: the address people open, where that is another than the one listened on."""

    idle: timedelta
    longest: timedelta
    public_url: str
    provider: Provider | None

    @property
    def secure(self) -> bool:
        """Is there TLS in front?"""
        return self.public_url.startswith("https://")


def from_environment(environment: Mapping[str, str] = os.environ) -> SignInSettings:
    """Settings from HINDSIGHT_* variables. Raises ValueError naming the variable that is wrong."""
    return SignInSettings(
        timedelta(minutes=_number(environment, "HINDSIGHT_SESSION_IDLE_MINUTES", 12 * 60)),
        timedelta(hours=_number(environment, "HINDSIGHT_SESSION_HOURS", 7 * 24)),
        public_url(environment),
        _provider(environment),
    )


def public_url(environment: Mapping[str, str] = os.environ) -> str:
    """The address people open, or "". Raises ValueError."""
    given = environment.get(PUBLIC_URL, "").rstrip("/")
    parts = urlsplit(given)
    if given and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path):
        raise ValueError(f"{PUBLIC_URL} is {given!r}; give an address such as https://crm.example.com.")
    return given


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isdigit() or not 1 <= int(value) <= 1_000_000:
        raise ValueError(f"{name} is {value!r}; give a whole number from 1.")
    return int(value)


def _provider(environment: Mapping[str, str]) -> Provider | None:
    issuer = environment.get("HINDSIGHT_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    client_id = environment.get("HINDSIGHT_OIDC_CLIENT_ID", "")
    if not client_id:
        raise ValueError("HINDSIGHT_OIDC_CLIENT_ID is not set, although HINDSIGHT_OIDC_ISSUER is.")
    name = environment.get("HINDSIGHT_OIDC_NAME") or urlsplit(issuer).netloc
    return Provider(issuer, client_id, _secret(environment), name)


def _secret(environment: Mapping[str, str]) -> str:
    file = environment.get("HINDSIGHT_OIDC_CLIENT_SECRET_FILE")
    if not file:
        return environment.get("HINDSIGHT_OIDC_CLIENT_SECRET", "")
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        raise ValueError(f"HINDSIGHT_OIDC_CLIENT_SECRET_FILE cannot be read: {error}.") from None
