"""Which key seals the installation's secrets, and how is it used?"""

import base64
import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FILE = "secret.key"
VARIABLE = "HINDSIGHT_SECRET_KEY_FILE"
_BYTES, _NONCE = 32, 12


class NoKey(Exception):
    """The key cannot be read; the message says which file it should be in, and what to do."""


class Unsealable(ValueError):
    """A text was not sealed with this key, for this purpose, or it was altered."""


class Keys:
    """Seals, opens and signs, each purpose with a key of its own."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def seal(self, purpose: str, plain: bytes) -> str:
        """A text that only `unseal` with the same purpose can read."""
        nonce = os.urandom(_NONCE)
        sealed = nonce + AESGCM(self._derived(purpose)).encrypt(nonce, plain, purpose.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def unseal(self, purpose: str, sealed: str) -> bytes:
        """What was sealed. Raises Unsealable."""
        try:
            held = base64.urlsafe_b64decode(sealed.encode())
            return AESGCM(self._derived(purpose)).decrypt(held[:_NONCE], held[_NONCE:], purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise Unsealable("not sealed with this installation's key, or for another purpose") from error

    def digest(self, purpose: str, text: str) -> str:
        """A digest that nobody can compute without the key: guessing short codes needs the key too."""
        return hmac.digest(self._derived(purpose), text.encode(), "sha256").hex()

    def _derived(self, purpose: str) -> bytes:
        return HKDF(SHA256(), _BYTES, salt=None, info=purpose.encode()).derive(self._secret)


def load(data_dir: Path, environment: Mapping[str, str] = os.environ) -> Keys:
    """The installation's key from HINDSIGHT_SECRET_KEY_FILE, else from its data folder, made at first need.

    Raises NoKey.
    """
    given = environment.get(VARIABLE)
    file = Path(given) if given else data_dir / FILE
    if not given:
        _make(file)
    try:
        secret = base64.b64decode(file.read_text("ascii").strip(), validate=True)
    except (OSError, ValueError) as error:
        raise NoKey(f"The key in {file} cannot be read: {error}. {_HOW}") from None
    if len(secret) != _BYTES:
        raise NoKey(f"The key in {file} has {len(secret)} bytes and must have {_BYTES}. {_HOW}")
    return Keys(secret)


_HOW = f"{VARIABLE} names a file with 32 random bytes in base64 (openssl rand -base64 32 > FILE)."


def _make(file: Path) -> None:
    """A new key, unless there is one; of two processes that make one at once, one wins."""
    if file.exists():
        return
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(base64.b64encode(os.urandom(_BYTES)).decode())
        os.link(fresh, file)
    except FileExistsError:
        return
    except OSError as error:
        raise NoKey(f"No key can be written to {file}: {error}. {_HOW}") from None
    finally:
        fresh.unlink(missing_ok=True)
