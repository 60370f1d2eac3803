"""What is settled once for the whole company? Pure: for rules as for pages."""

from typing import assert_never

import msgspec
from msgspec.structs import replace

from events.configuration import PhoneRegionChosen, ReportingCurrencyChosen
from shared.aggregate import Aggregate


class Company(msgspec.Struct, frozen=True):
    """currency: of reports. phone_region: the country whose phone numbers are typed without its code."""

    currency: str = ""
    phone_region: str = ""


def evolve(company: Company, event: ReportingCurrencyChosen | PhoneRegionChosen) -> Company:
    match event:
        case ReportingCurrencyChosen(currency=currency):
            return replace(company, currency=currency)
        case PhoneRegionChosen(region=region):
            return replace(company, phone_region=region)
        case _:
            assert_never(event)


UNSETTLED = Company()
COMPANY_SETTINGS = Aggregate(name="company", initial=UNSETTLED, evolve=evolve)
