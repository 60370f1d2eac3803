"""What is noted of currencies: what one is worth in another, and which one reports are told in?"""

from datetime import date
from decimal import Decimal

import msgspec

from events.configuration import RateNoted, ReportingCurrencyChosen
from services.configuration import commands
from shared.aggregate import Aggregate
from shared.refusals import Refused


class SameCurrency(Refused):
    """A currency is always worth one of itself. Name two different ones."""


class Rates(msgspec.Struct, frozen=True):
    """What one currency was worth in another, day by day."""

    known: dict[date, Decimal] = {}


class Company(msgspec.Struct, frozen=True):
    """What is settled once for all."""

    currency: str = ""


def note(rates: Rates, command: commands.NoteRate) -> list[RateNoted]:
    if command.base == command.quote:
        raise SameCurrency("quote")
    if rates.known.get(command.on) == command.rate:
        return []
    return [RateNoted(base=command.base, quote=command.quote, rate=command.rate, on=command.on)]


def choose(company: Company, command: commands.ChooseReportingCurrency) -> list[ReportingCurrencyChosen]:
    known = command.currency == company.currency
    return [] if known else [ReportingCurrencyChosen(currency=command.currency)]


def evolve_rates(rates: Rates, event: RateNoted) -> Rates:
    return Rates({**rates.known, event.on: event.rate})


def evolve_company(_: Company, event: ReportingCurrencyChosen) -> Company:
    return Company(event.currency)


RATES = Aggregate(name="rates", initial=Rates(), evolve=evolve_rates)
COMPANY_SETTINGS = Aggregate(name="company", initial=Company(), evolve=evolve_company)
