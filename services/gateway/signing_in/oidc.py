"""Does an identity provider prove who this is? OpenID Connect: code, PKCE, state, nonce, issuer, audience."""

import secrets
import time
import warnings
from typing import Any
from uuid import UUID

import msgspec
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from httpx import HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from events.identity import login_id
from events.sign_in import link_id
from services.gateway.signing_in import security_log
from services.gateway.signing_in.accounts import Account, account
from services.gateway.signing_in.door import Door
from services.gateway.signing_in.oidc_metadata import Metadata, NotTheIssuer
from services.gateway.signing_in.sending import record
from services.gateway.signing_in.settings import Provider
from services.identity.joining import LOGIN
from services.identity.secrets.keys import Unsealable
from services.identity.sign_in import LINK
from services.identity.sign_in_commands import LinkAccount
from shared.refusals import Refused

SECONDS = 600
_DEADLINE = 10.0
_LEEWAY = 60
_PURPOSE = "identity provider"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]


class NotProven(Refused):
    """The identity provider did not prove who you are. Try again, or sign in with your password."""


class NoSuchUser(Refused):
    """Nobody here has the e-mail address the identity provider names, or it has not verified it. An
    administrator can add you.
    """


class Asked(msgspec.Struct, frozen=True):
    """What was asked of the provider, kept sealed in the browser until its answer."""

    state: str
    nonce: str
    verifier: str
    at: float
    then: str


class OpenId:
    """One provider, asked with a deadline, whose every answer is checked."""

    def __init__(self, provider: Provider, at: Door) -> None:
        self._provider, self._at = provider, at

    async def ask(self, then: str, redirect: str, address: str) -> tuple[str, str]:
        """The page of the provider to send the browser at this address to, and the note it keeps.

        Raises NotProven, TooManyAttempts.
        """
        await self._at.asked(address)
        asked = Asked(generate_token(32), generate_token(32), secrets.token_urlsafe(48), time.time(), then)
        async with self._client(redirect) as client:
            known = await self._known(client)
            page, _ = client.create_authorization_url(
                known.authorization_endpoint,
                state=asked.state,
                nonce=asked.nonce,
                code_challenge=create_s256_code_challenge(asked.verifier),
                code_challenge_method="S256",
            )
        return page, self._at.keys.seal(_PURPOSE, msgspec.json.encode(asked))

    def noted(self, note: str | None) -> Asked:
        """What this browser asked for. Raises NotProven."""
        try:
            asked = msgspec.json.decode(self._at.keys.unseal(_PURPOSE, note or ""), type=Asked)
        except (Unsealable, msgspec.MsgspecError):
            raise NotProven from None
        if time.time() > asked.at + SECONDS:
            raise NotProven
        return asked

    async def claims(
        self, asked: Asked, state: str, code: str, redirect: str, address: str
    ) -> dict[str, Any]:
        """What the provider says of whoever signed in there. Raises NotProven, TooManyAttempts."""
        if not secrets.compare_digest(asked.state.encode(), state.encode()) or not code:
            raise NotProven
        await self._at.asked(address)
        async with self._client(redirect) as client:
            known = await self._known(client)
            try:
                answer = await client.fetch_token(
                    known.token_endpoint, code=code, code_verifier=asked.verifier
                )
                found = await client.request("GET", known.jwks_uri, withhold_token=True)
                keys = KeySet.import_key_set(found.json())
                token = jwt.decode(answer["id_token"], keys, algorithms=_ALGORITHMS)
            except (HTTPError, JoseError, AuthlibBaseError, KeyError, TypeError, ValueError) as error:
                raise NotProven from error
        self._check(token.claims, asked)
        return token.claims

    async def account(self, claims: dict[str, Any]) -> Account:
        """Whom the claims mean: by an earlier link, else by a verified e-mail address. Raises Refused."""
        at, issuer, subject = self._at, self._provider.issuer, str(claims["sub"])
        user_id: UUID | None = await at.ask(lambda: LINK.fold(at.log.stream(link_id(issuer, subject))))
        if user_id is None:
            user_id = await self._by_address(claims)
            await record(at.bus, LinkAccount(issuer=issuer, subject=subject, user_id=user_id))
            security_log.noted("account linked", user_id=str(user_id), issuer=issuer)
        linked = user_id
        known = await at.ask(lambda: account(at.log, linked))
        if not known.active:
            raise NoSuchUser
        return known

    async def _by_address(self, claims: dict[str, Any]) -> UUID:
        email = claims.get("email")
        if not isinstance(email, str) or claims.get("email_verified") is not True:
            raise NoSuchUser
        login = await self._at.ask(lambda: LOGIN.fold(self._at.log.stream(login_id(email))))
        if login.user_id is None:
            raise NoSuchUser
        return login.user_id

    def _check(self, claims: dict[str, Any], asked: Asked) -> None:
        rules = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": self._provider.client_id},
            nonce={"essential": True, "value": asked.nonce},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )
        try:
            rules.validate(claims)
        except JoseError as error:
            raise NotProven from error
        audience = claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if several and claims.get("azp") != self._provider.client_id:
            raise NotProven

    async def _known(self, client: Any) -> Metadata:
        try:
            return await self._at.metadata.of(self._provider.issuer, client)
        except (HTTPError, msgspec.MsgspecError, NotTheIssuer) as error:
            raise NotProven from error

    def _client(self, redirect: str) -> Any:
        with warnings.catch_warnings():
            # It says that its own next release wants a successor of httpx: nothing for an operator's console.
            warnings.simplefilter("ignore")
            from authlib.integrations.httpx_client import AsyncOAuth2Client
        return AsyncOAuth2Client(
            self._provider.client_id,
            self._provider.client_secret or None,
            scope="openid email profile",
            redirect_uri=redirect,
            timeout=_DEADLINE,
            follow_redirects=False,
        )
