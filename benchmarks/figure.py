"""What does a benchmark report?"""

import os
import platform
from typing import Literal

import msgspec


class Figure(msgspec.Struct, kw_only=True):
    """One measured figure.

    ratio: value divided by the peer's value of the same run (both in `unit`), None without a peer.
    goal:  the sentence the figure is held against; `met` says whether it holds.
    """

    work: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None
    goal: str
    met: bool


def against_peer(
    work: str, value: float, unit: str, *, peer: str, peer_value: float, at_least: float, per: str = ""
) -> Figure:
    """A figure whose goal is a ratio: `value` must be at least `at_least` times `peer_value`."""
    ratio = value / peer_value
    named = f"{peer} ({peer_value:,.0f} {unit}){per}"
    return Figure(
        work=work,
        value=value,
        unit=unit,
        peer=named,
        ratio=ratio,
        goal=f"≥ {at_least:g} × peer",
        met=ratio >= at_least,
    )


def bounded(
    work: str,
    value: float,
    unit: str,
    limit: float,
    *,
    kind: Literal["at most", "at least"],
    peer: str | None = None,
    ratio: float | None = None,
) -> Figure:
    """A figure whose goal is a bound in its own unit; a peer's figure may stand beside it for comparison."""
    met = value <= limit if kind == "at most" else value >= limit
    goal = f"{'≤' if kind == 'at most' else '≥'} {limit:g} {unit}"
    return Figure(work=work, value=value, unit=unit, peer=peer, ratio=ratio, goal=goal, met=met)


def machine() -> str:
    """The machine in a line, so that a figure can be read later."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"
