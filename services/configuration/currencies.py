"""What is noted of currencies and countries: rates, the currency of reports, where phones are at home?"""

from datetime import date
from decimal import Decimal

import msgspec

from events.configuration import PhoneRegionChosen, RateNoted, ReportingCurrencyChosen
from projections.configuration.company import Company
from services.configuration import commands
from shared.aggregate import Aggregate
from shared.refusals import Refused


class SameCurrency(Refused):
    """A currency is always worth one of itself. Name two different ones."""


class Rates(msgspec.Struct, frozen=True):
    """What one currency was worth in another, day by day."""

    known: dict[date, Decimal] = {}


def note(rates: Rates, command: commands.NoteRate) -> list[RateNoted]:
    if command.base == command.quote:
        raise SameCurrency("quote")
    if rates.known.get(command.on) == command.rate:
        return []
    return [RateNoted(base=command.base, quote=command.quote, rate=command.rate, on=command.on)]


def choose(company: Company, command: commands.ChooseReportingCurrency) -> list[ReportingCurrencyChosen]:
    known = command.currency == company.currency
    return [] if known else [ReportingCurrencyChosen(currency=command.currency)]


def choose_phone_region(company: Company, command: commands.ChoosePhoneRegion) -> list[PhoneRegionChosen]:
    region = command.region or ""
    return [] if region == company.phone_region else [PhoneRegionChosen(region=region)]


def evolve_rates(rates: Rates, event: RateNoted) -> Rates:
    return Rates({**rates.known, event.on: event.rate})


RATES = Aggregate(name="rates", initial=Rates(), evolve=evolve_rates)
