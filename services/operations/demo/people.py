"""Who is the n-th customer of the demo company?"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from services.customers.importing import CustomerRecord
from services.operations.demo import words
from services.operations.demo.company import Company
from services.operations.demo.names import full_name
from services.operations.demo.offices import Office


def customer(company: Company, number: int) -> CustomerRecord:
    chance = company.random("customer", number)
    office = company.office_of(number)
    record = somebody(chance, office, company.as_of)
    record.branch = office.name
    record.owner = chance.choice(company.staff[office]).id
    record.registered_at = company.instant(company.registered_on(number), office, chance)
    return record


def somebody(chance: Random, office: Office, as_of: date) -> CustomerRecord:
    """A customer of this office; six of ten are persons, the others organizations."""
    record = _person(chance, office, as_of) if chance.random() < 0.6 else _organization(chance, office)
    _settle(record, chance, office)
    return record


def _person(chance: Random, office: Office, as_of: date) -> CustomerRecord:
    name = full_name(chance, office.language)
    company, domain, _ = _company(chance, office)
    return CustomerRecord(
        kind="person",
        name=name.written,
        sex="female" if name.sex == "female" else "male",
        birth_date=as_of - timedelta(days=chance.randrange(23 * 365, 64 * 365)),
        company=company,
        job_title=chance.choice(words.JOBS[office.language]),
        phones=(_phone(chance, office),),
        emails=(f"{name.latin}{chance.randrange(1000)}@{domain}",),
    )


def _organization(chance: Random, office: Office) -> CustomerRecord:
    name, domain, trade = _company(chance, office)
    employees = int(10 ** chance.uniform(1, 4.2))
    return CustomerRecord(
        kind="organization",
        name=name,
        sector=words.SECTORS[trade] if office.language == "zh" else trade,
        founded_year=chance.randrange(1978, 2023),
        employees=employees,
        annual_revenue=Decimal(employees * chance.randrange(200, 900) * 1000) * office.rate,
        revenue_currency=office.currency,
        phones=(_phone(chance, office),),
        emails=(f"info@{domain}",),
    )


def _company(chance: Random, office: Office) -> tuple[str, str, str]:
    trade = chance.choice(list(words.TRADES))
    chinese, english = words.TRADES[trade]
    if office.language == "en":
        name = chance.choice(words.COMPANY_FIRST) + chance.choice(words.COMPANY_SECOND)
        return f"{name} {english}", f"{name.lower()}.example", trade
    head, tail = chance.randrange(len(words.COMPANY_HEADS)), chance.randrange(len(words.COMPANY_TAILS))
    city = chance.choice(office.cities)
    latin = words.COMPANY_HEADS_PINYIN[head] + words.COMPANY_TAILS_PINYIN[tail]
    name = f"{city}{words.COMPANY_HEADS[head]}{words.COMPANY_TAILS[tail]}{chinese}有限公司"
    return name, f"{latin}.example", trade


def _phone(chance: Random, office: Office) -> str:
    return office.phone.format(f"{chance.randrange(10_000):04}")


def _settle(record: CustomerRecord, chance: Random, office: Office) -> None:
    number = chance.randrange(1, 400)
    record.address_label = "办公室" if office.language == "zh" else "office"
    record.street = f"人民路 {number} 号" if office.language == "zh" else f"{number} Market Street"
    record.city = chance.choice(office.cities)
    record.country = office.country
