"""Is this an e-mail address, and how is it written down?"""

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator

from shared.commands import Line


def email_address(value: str) -> str:
    """The address with its domain lower-cased. Raises ValueError with the reason; nothing is looked up."""
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError(str(error)) from None


Email = Annotated[Line, AfterValidator(email_address)]
"""An e-mail address."""
