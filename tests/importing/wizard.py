"""The steps of the wizard, as a program takes them."""

import time
from collections.abc import Mapping
from typing import Any

import httpx

IMPORTS = "/api/v1/imports"
_PATIENCE_SECONDS = 30.0


class Wizard:
    """One import, from the upload on."""

    def __init__(self, client: httpx.Client, files: Mapping[str, str | bytes], **form: str) -> None:
        self.client = client
        parts = [
            ("files", (name, text.encode() if isinstance(text, str) else text))
            for name, text in files.items()
        ]
        answer = client.post(IMPORTS, files=parts, data={"draft": "true", **form})
        assert answer.status_code == 201, answer.text
        self.draft: dict[str, Any] = answer.json()
        self.address = f"{IMPORTS}/{self.draft['id']}"

    def go(self, step: str) -> dict[str, Any]:
        """Check, run or undo, to the end."""
        answer = self.client.post(f"{self.address}/{step}")
        assert answer.status_code == 202, answer.text
        return self.ended()

    def ended(self) -> dict[str, Any]:
        """How it is once nothing goes on any more."""
        ends = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < ends:
            told: dict[str, Any] = self.client.get(self.address).json()
            if told["state"] not in ("checking", "running", "undoing"):
                return told
            time.sleep(0.02)
        raise TimeoutError(f"{self.address} is still at it")

    def change(self, number: int, **body: Any) -> dict[str, Any]:
        """Change how a file is read."""
        answer = self.client.patch(f"{self.address}/files/{number}", json=body)
        assert answer.status_code == 200, answer.text
        self.draft = answer.json()
        return self.draft

    def rows(self, number: int = 0, show: str = "all") -> list[dict[str, Any]]:
        """The rows of the preview."""
        answer = self.client.get(f"{self.address}/files/{number}/rows", params={"show": show})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["rows"])

    def correct(self, row: int, cells: Mapping[str, str], number: int = 0) -> dict[str, Any]:
        """Correct cells of a row."""
        answer = self.client.patch(f"{self.address}/files/{number}/rows/{row}", json={"cells": dict(cells)})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def figures(told: dict[str, Any]) -> list[tuple[int, int, int, int, int]]:
    """Created, updated, unchanged, skipped and failed, for each file."""
    names = ("created", "updated", "unchanged", "skipped", "rejected")
    return [tuple(file[name] for name in names) for file in told["files"]]
