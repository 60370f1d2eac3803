"""What does a browser or a program show to be known again, and what is kept of it?"""

import secrets
from hashlib import sha256

PREFIX = "hs_"
_BYTES = 32


def new_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(_BYTES)


def new_token() -> str:
    """A secret that a scanner for leaked ones can tell from other texts."""
    return PREFIX + new_secret()


def digest(secret: str) -> str:
    """What is kept: nobody finds 256 bits by trying, so it needs no salt."""
    return sha256(secret.encode()).hexdigest()
