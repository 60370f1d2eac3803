"""How does somebody sign in, step by step, until a session begins?"""

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from events.sign_in import session_id
from services.gateway.signing_in import security_log
from services.gateway.signing_in.accounts import Account, account, account_of
from services.gateway.signing_in.attempts import Attempts, TooManyAttempts
from services.gateway.signing_in.oidc_metadata import Known
from services.gateway.signing_in.pending import Pending
from services.gateway.signing_in.sending import record
from services.gateway.signing_in.settings import SignInSettings
from services.identity import sign_in_commands as commands
from services.identity.secrets import bearer, passwords, second_factor
from services.identity.secrets.keys import Keys
from shared.bus import Bus
from shared.log.log import Log
from shared.refusals import AWAY, Refused

T = TypeVar("T")
_THREADS = 2
"""So many passwords are hashed at once: each takes a core for a moment."""
_WAITING = 40
CODE, ENROL, NEW_PASSWORD = "/sign-in/code", "/sign-in/second-factor", "/sign-in/new-password"


class WrongCredentials(Refused):
    """This e-mail address and password do not belong together. Check both and try again."""


class WrongCode(Refused):
    """This code is not right, or it was used before. Wait for the next one and try again."""


class Door:
    """Checks secrets, counts attempts, begins and ends sessions. Belongs to one event loop."""

    def __init__(self, log: Log, bus: Bus, keys: Keys, settings: SignInSettings) -> None:
        self.log, self.bus, self.keys, self.settings = log, bus, keys, settings
        self.attempts = Attempts(log.engine, keys)
        self.metadata = Known()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="sign-in")
        self._busy = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def close(self) -> None:
        """Check nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def password(self, email: str, password: str, address: str) -> Account:
        """Whose e-mail address and password these are. Raises WrongCredentials, TooManyAttempts."""
        counted = email.strip().casefold()
        await self._admit(counted, address)
        known, right = await self.hashing(lambda: self._checked(email.strip(), password))
        self._not_locked(known, address)
        if not right:
            await self._failed(known, counted, address)
            security_log.signed_in("refused", "password", address=address, user_id=_told(known))
            raise WrongCredentials
        await self.ask(lambda: self.attempts.succeeded(counted))
        await self._strengthened(known, password)
        return known

    async def code(self, pending: Pending, given: str, address: str) -> None:
        """Take a code of the second factor, once. Raises WrongCode, TooManyAttempts."""
        counted = f"second factor of {pending.user_id}"
        await self._admit(counted, address)
        known = await self.ask(lambda: account(self.log, pending.user_id))
        command = self._code_command(known, given)
        try:
            if command is None:
                raise WrongCode
            await record(self.bus, command)
        except AWAY:
            raise  # the code may be right
        except Refused as refused:
            await self._failed(known, counted, address)
            security_log.signed_in("refused", "code", address=address, user_id=str(known.user_id))
            raise WrongCode from refused
        await self.ask(lambda: self.attempts.succeeded(counted))

    async def asked(self, address: str) -> None:
        """Count somebody on the way to the identity provider, or back. Raises TooManyAttempts."""
        try:
            await self.ask(lambda: self.attempts.ask_provider(address))
        except TooManyAttempts:
            security_log.signed_in("refused", "limit", address=address)
            raise

    def next_step(self, known: Account, pending: Pending) -> str | None:
        """Where somebody goes who has come so far; None: a session may begin."""
        if known.credentials.sealed_secret and not pending.second:
            return CODE
        if known.forced and not pending.second:
            return ENROL
        return NEW_PASSWORD if known.credentials.temporary and pending.means == "password" else None

    async def begin(self, known: Account, pending: Pending, address: str, device: str) -> str:
        """Begin a session; its secret, which is nowhere else."""
        secret = bearer.new_secret()
        known_as = bearer.digest(secret)
        ends_at = datetime.now(UTC).replace(microsecond=0) + self.settings.longest
        await record(
            self.bus,
            commands.BeginSession(
                session_id=session_id(known_as),
                user_id=known.user_id,
                secret_digest=known_as,
                means="oidc" if pending.means == "oidc" else "password",
                second_factor=pending.second,
                address=address,
                device=device[:200],
                ends_at=ends_at,
            ),
        )
        security_log.signed_in("ok", pending.means, address=address, user_id=str(known.user_id))
        return secret

    async def set_password(self, command: Callable[[str], commands.SetPassword], password: str) -> None:
        """Hash a password that keeps to the rules, and record it. Raises Refused."""
        await record(self.bus, command(await self.hashing(lambda: passwords.hashed(password))))

    async def fits(self, known: Account, password: str) -> bool:
        """Is this the password of somebody who is signed in?"""
        return await self.hashing(lambda: passwords.fits(known.credentials.password_hash, password))

    async def ask(self, question: Callable[[], T]) -> T:
        """Ask the log, beside the event loop."""
        return await asyncio.to_thread(question)

    def secret_of(self, known: Account) -> str | None:
        """The secret of the second factor."""
        sealed = known.credentials.sealed_secret
        return self.keys.unseal(_purpose(known), sealed).decode() if sealed else None

    def sealed_for(self, known: Account, secret: str) -> str:
        """The secret of a second factor as it is recorded."""
        return self.keys.seal(_purpose(known), secret.encode())

    def recovery_digest(self, code: str) -> str:
        """What is kept of a recovery code."""
        return self.keys.digest("recovery code", second_factor.plain(code))

    def _checked(self, email: str, password: str) -> tuple[Account, bool]:
        known = account_of(self.log, email)
        fits = passwords.fits(known.credentials.password_hash, password)
        return known, fits and known.active

    def _code_command(
        self, known: Account, given: str
    ) -> commands.UseSecondFactor | commands.UseRecoveryCode | None:
        secret = self.secret_of(known)
        if secret is None:
            return None
        step = second_factor.step_of(secret, given, datetime.now(UTC).timestamp())
        if step is not None:
            return commands.UseSecondFactor(user_id=known.user_id, step=step)
        digest = self.recovery_digest(given)
        if digest in known.credentials.recovery_codes:
            return commands.UseRecoveryCode(user_id=known.user_id, recovery_code=digest)
        return None

    async def _admit(self, counted: str, address: str) -> None:
        try:
            await self.ask(lambda: self.attempts.admit(counted, address))
        except TooManyAttempts:
            security_log.signed_in("refused", "limit", address=address)
            raise

    def _not_locked(self, known: Account, address: str) -> None:
        until = known.credentials.locked_until
        if until is not None and (left := (until - datetime.now(UTC)).total_seconds()) > 0:
            security_log.signed_in("refused", "locked", address=address, user_id=str(known.user_id))
            raise TooManyAttempts(seconds=math.ceil(left))

    async def _failed(self, known: Account, counted: str, address: str) -> None:
        locked = await self.ask(lambda: self.attempts.failed(counted, address))
        if locked and known.active:
            # Recorded once for each lock: whoever asks why finds it, and the log is not flooded.
            # Nobody waits for it: the answer must not take longer than that to a stranger.
            until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=locked)
            command = commands.LockSignIn(user_id=known.user_id, until=until)
            task = asyncio.create_task(self._recorded(command))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _recorded(self, command: commands.LockSignIn) -> None:
        try:
            await record(self.bus, command)
        except Refused:
            return  # the attempts are counted all the same

    async def _strengthened(self, known: Account, password: str) -> None:
        held = known.credentials.password_hash
        if held is None or not passwords.is_weak(held):
            return
        stronger = await self.hashing(lambda: passwords.hashed(password))
        command = commands.RehashPassword(user_id=known.user_id, known_hash=held, password_hash=stronger)
        await record(self.bus, command)

    async def hashing(self, work: Callable[[], T]) -> T:
        """Hash a password beside the event loop, a few at a time. Raises TooManyAttempts."""
        if self._busy >= _WAITING:
            raise TooManyAttempts(seconds=5)
        self._busy += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._busy -= 1


def _purpose(known: Account) -> str:
    return f"second factor of {known.user_id}"


def _told(known: Account) -> str | None:
    return str(known.user_id) if known.email else None
