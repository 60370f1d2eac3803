"""How does the command line speak: to people in sentences, to programs in JSON?"""

import sys
from typing import Annotated, Any, NoReturn

import msgspec
import typer

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, one document on standard output.")]


def say(text: str) -> None:
    """A sentence about what goes on; standard output stays for answers."""
    print(text, file=sys.stderr, flush=True)


def answer(value: Any, text: str, *, json: bool) -> None:
    """The answer of a command: `value` for programs, `text` for people."""
    print(msgspec.json.encode(value, enc_hook=str).decode() if json else text, flush=True)


def fail(message: str, code: int = 1) -> NoReturn:
    """Stop, saying why in one sentence."""
    say(message)
    raise SystemExit(code)


def table(headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """Rows as columns of text."""
    cells = [headings, *(tuple("" if cell is None else str(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(line.rstrip() for line in lines)
