"""How is a password kept, and how is it checked?"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's floor is 19 MiB and two passes; 32 MiB take some 60 ms of one of two cores.
_HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
_NOBODYS = _HASHER.hash("the password of nobody")
LONGEST = 200


def hashed(password: str) -> str:
    """The Argon2id hash of a password."""
    return _HASHER.hash(password)


def fits(known_hash: str | None, password: str) -> bool:
    """Is this the password? It takes the same time where there is none to compare it with."""
    try:
        right = _HASHER.verify(known_hash or _NOBODYS, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and known_hash is not None


def is_weak(known_hash: str) -> bool:
    """Was it hashed with other parameters than those of today?"""
    return _HASHER.check_needs_rehash(known_hash)
