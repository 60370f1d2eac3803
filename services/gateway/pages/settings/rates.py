"""What is each currency worth, and which one are reports told in?"""

import csv
import io
from decimal import Decimal, InvalidOperation
from itertools import islice
from operator import itemgetter
from typing import Any
from uuid import uuid5

from fastapi import APIRouter
from msgspec.structs import replace
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from projections.configuration.rates import (
    company_settings,
    exchange_rates,
    latest,
    reporting_currency,
)
from services.configuration.commands import NoteRate
from services.gateway.api.sending import header_of
from services.gateway.language import language_of
from services.gateway.lists.viewing import asker
from services.gateway.pages.answers import page
from services.gateway.problems import message
from services.gateway.runtime import Runtime
from shared.commands import problems_of
from shared.marks import N_
from shared.refusals import Invalid, Refused

router = APIRouter(prefix="/settings/rates")
LARGEST, MOST = 1_000_000, 5_000
_TOO_LARGE = N_("is larger than 1 MB")
_NO_CSV = N_("cannot be read as CSV: a quote is never closed, perhaps")
_TOO_MANY = N_("has more than 5,000 lines")
_COLUMNS = N_("needs the columns base, quote, rate, on")


@router.get("")
async def settings(request: Request) -> Response:
    """The last rate of each pair, and the currency of reports."""

    def question(connection: Connection) -> dict[str, Any]:
        return {
            "rates": latest(connection),
            "currency": reporting_currency(connection),
            "today": asker(request).today,
        }

    reads = (exchange_rates, company_settings)
    return await page(request, "settings/rates.html", "settings", question, reads=reads)


@router.post("/import")
async def imported(request: Request) -> Response:
    """Note the rates of a CSV file; lines that cannot be read are named, the others are noted."""
    body = await request.body()
    if len(body) > LARGEST:
        raise _wrong("file", _TOO_LARGE)
    commands, refused = _read(body.decode("utf-8-sig", errors="replace"))
    runtime: Runtime = request.app.state.runtime
    header = header_of(request, "web")
    sent = [
        (command, replace(header, command_id=uuid5(header.command_id, str(line)), expected_version=None))
        for line, command in commands
    ]
    answers = await runtime.bus.call_many(sent) if sent else []
    noted = [each for each in answers if not isinstance(each, Refused)]
    position = max((each.position for each in noted), default=0)
    refused += [
        (line, each) for (line, _), each in zip(commands, answers, strict=True) if isinstance(each, Refused)
    ]
    language = language_of(request)
    problems = [f"{line}: {message(each, language)}" for line, each in sorted(refused, key=itemgetter(0))]
    told = {"noted": len(noted), "problems": problems, "position": position}
    return JSONResponse(told)


def _read(text: str) -> tuple[list[tuple[int, NoteRate]], list[tuple[int, Refused]]]:
    reader = csv.DictReader(io.StringIO(text))
    if not {"base", "quote", "rate", "on"} <= set(reader.fieldnames or ()):
        raise _wrong("file", _COLUMNS)
    found: list[tuple[int, NoteRate]] = []
    refused: list[tuple[int, Refused]] = []
    try:
        rows = list(islice(reader, MOST + 1))
    except csv.Error:
        raise _wrong("file", _NO_CSV) from None
    if len(rows) > MOST:
        raise _wrong("file", _TOO_MANY)
    for line, row in enumerate(rows, 2):
        try:
            found.append((line, _command(row)))
        except Invalid as invalid:
            refused.append((line, invalid))
    return found, refused


def _command(row: dict[str, str]) -> NoteRate:
    try:
        rate = Decimal((row["rate"] or "").strip())
    except InvalidOperation:
        raise _wrong("rate", N_("A number, please, such as 1250 or 1250.50.")) from None
    try:
        return NoteRate.model_validate(
            {"base": row["base"], "quote": row["quote"], "rate": rate, "on": row["on"]}
        )
    except ValidationError as error:
        raise Invalid(problems=problems_of(error)) from None


def _wrong(field: str, problem: str) -> Invalid:
    return Invalid(problems=[{"field": field, "problem": problem}])
