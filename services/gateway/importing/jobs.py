"""How does one import go on in a thread beside the gateway's event loop?"""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from threading import Event
from time import monotonic
from typing import Any

from projections.customers.directory import customer_directory
from services.gateway.from_thread import FromThread
from services.gateway.importing.rights import check_things
from services.gateway.rights.acting import acting
from services.gateway.runtime import Runtime
from services.importing.company import defined
from services.importing.custom_cells import CUSTOM, Defined
from services.importing.known import KnownRecords
from services.importing.problems import Unreadable
from services.importing.report import Report
from services.importing.runner import Import, Run, Watcher
from services.importing.settling import settled
from services.importing.undoing import Undo
from services.importing.wizard.checking import Check
from services.importing.wizard.draft import Draft, State
from services.importing.wizard.store import Store
from shared.marks import N_
from shared.projector.wait import wait_for
from shared.refusals import Refused, Unavailable
from shared.rights.principal import Principal

_SAVED_EVERY_SECONDS = 2.0
SETTLING_SECONDS = 30.0
COMPARING_SECONDS = 5.0
STOPPED = N_("The gateway was stopped; the import goes on when it runs again.")
UNEXPECTED = N_("The import ended unexpectedly; start it again and it continues where it was.")
NOBODY = N_("Whoever began this import may no longer sign in, so it was stopped.")


class Stopping(Exception):
    """The gateway ends; what was begun is continued by the next one."""


class Job:
    """A check, a run or an undo of one import; `report` is how far it is."""

    def __init__(
        self, draft: Draft, store: Store, runtime: Runtime, bus: FromThread, stopping: Event
    ) -> None:
        self.draft, self.report = draft, draft.report
        self._store, self._runtime, self._bus, self._stopping = store, runtime, bus, stopping
        self._saved = 0.0

    def run(self) -> None:
        """Go on until the end; the draft says how it ended."""
        work: dict[State, Callable[[], State]] = {
            "checking": self._check,
            "running": self._import,
            "undoing": self._undo,
        }
        began, error = self.draft.state, UNEXPECTED
        state: State = "failed"
        try:
            state, error = work[began](), ""
        except (Unreadable, Refused, OSError) as failure:
            error = str(failure) or type(failure).__name__
        except (CancelledError, RuntimeError, Stopping):
            state, error = began, STOPPED
        finally:
            if began == "checking" and state == "failed":
                state = "mapping"  # another mapping may do
            self.draft.state, self.draft.error = state, error or None
            self.draft.report = self.report
            self._store.save(self.draft)

    def _check(self) -> State:
        check = Check(len(self.draft.chosen()))
        self._imported(None, check)
        check.save(self._store.folder(self.draft.id))
        return "ready"

    def _import(self) -> State:
        self._imported(None if self.draft.dry_run else self._bus, None)
        return "done"

    def _imported(self, bus: FromThread | None, watcher: Watcher | None) -> None:
        folder = self._store.folder(self.draft.id)
        chosen = self.draft.chosen()
        files = [(file.mapping, folder / file.path) for file in chosen if file.mapping]
        edits = {number: file.edits for number, file in enumerate(chosen)}
        if any(mapping.match for mapping, _ in files):
            self._compare_with_the_latest()
        check_things(principal_of(self.draft, self._runtime), self.draft)
        run = on_behalf(self.draft, self._runtime)._replace(edits=edits, watcher=watcher)
        work = Import(
            files,
            self._runtime.log,
            bus,
            folder / "errors",
            run_id=self.draft.id,
            run=run,
            names=names(chosen),
        )
        self._follow(work.report)
        work.run(self._follow)
        self.report = work.report.to_dict()

    def _compare_with_the_latest(self) -> None:
        """Who was registered a moment ago shall be found; a read model that stands still stops no import."""
        with suppress(Unavailable):
            until = self._runtime.log.watermark()
            wait_for(self._runtime.engine, [customer_directory.name], until, COMPARING_SECONDS)

    def _undo(self) -> State:
        settled(self._runtime.engine, SETTLING_SECONDS)
        draft = self.draft
        undo = Undo(draft.id, self._runtime.engine, self._bus, actor=draft.actor, credential=draft.credential)
        self.draft.undo_report = undo.report.to_dict()
        report = undo.run(self._undone)
        self.draft.undo_report = report.to_dict()
        return "undone"

    def _undone(self, report: Any) -> None:
        self.draft.undo_report = report.to_dict()
        self._pause()

    def _follow(self, report: Report) -> None:
        if monotonic() - self._saved > _SAVED_EVERY_SECONDS or self._stopping.is_set():
            self._saved = monotonic()
            self.report = report.to_dict()
        self._pause()

    def _pause(self) -> None:
        if self._stopping.is_set():
            raise Stopping


def names(files: Sequence[Any]) -> list[str]:
    """What the reader calls each table: its file, and its sheet where there are several."""
    sent, parts = [file.name for file in files], [file.path for file in files]
    called = []
    for file in files:
        part = file.target if parts.count(file.path) > 1 else file.sheet
        called.append(f"{file.name} ({part})" if part and sent.count(file.name) > 1 else file.name)
    return called


def on_behalf(draft: Draft, runtime: Runtime) -> Run:
    """With whose rights, and in whose name, an import is carried out. Raises Unreadable."""
    principal = principal_of(draft, runtime)
    return Run(
        actor=draft.actor,
        me=draft.user_id,
        credential=draft.credential,
        branch=draft.branch,
        known=KnownRecords(runtime.engine, principal),
        defined=_defined(draft, runtime, principal),
    )


def _defined(draft: Draft, runtime: Runtime, principal: Principal) -> Defined:
    """Asked for only where a mapping names such a field: others wait for no read model."""
    mappings = [file.mapping for file in draft.chosen() if file.mapping]
    if not any(name.startswith(CUSTOM) for mapping in mappings for name in mapping.fields):
        return Defined()
    with runtime.engine.connect() as connection:
        return defined(connection, principal)


def principal_of(draft: Draft, runtime: Runtime) -> Principal:
    """Whoever began the import, with the rights they have now. Raises Unreadable where they have none."""
    principal = acting(runtime.log, draft.user_id, draft.credential)
    if principal is None:
        raise Unreadable(NOBODY)
    return principal
