"""Which code does somebody's phone show now, and which codes help where the phone is lost?"""

import base64
import hmac
import secrets

import pyotp
import segno

STEP_SECONDS = 30
CODES = 10
_ISSUER = "Hindsight"


def new_secret() -> str:
    """A secret for an authenticator app (160 bits, as RFC 4226 recommends)."""
    return pyotp.random_base32(32)


def step_of(secret: str, code: str, now: float) -> int | None:
    """The thirty seconds this code belongs to: those of now, or just before or after. None: wrong code."""
    given = "".join(code.split())
    totp = pyotp.TOTP(secret)
    found = None
    for step in range(int(now) // STEP_SECONDS - 1, int(now) // STEP_SECONDS + 2):
        if hmac.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            found = step
    return found


def address(secret: str, account: str) -> str:
    """What an authenticator app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=_ISSUER)


def picture(secret: str, account: str) -> str:
    """The QR code as SVG, dark on the light ground the page gives it."""
    code = segno.make(address(secret, account), error="m")
    drawn: str = code.svg_inline(scale=4, border=2, dark="#1b1f24", omitsize=True)
    return drawn


def new_recovery_codes() -> list[str]:
    """Codes to print or keep: abcde-fghij, 50 bits each."""
    drawn = (base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10] for _ in range(CODES))
    return [f"{code[:5]}-{code[5:]}" for code in drawn]


def plain(recovery_code: str) -> str:
    """The code as it is digested, however it was typed."""
    return "".join(char for char in recovery_code.casefold() if char.isalnum())
