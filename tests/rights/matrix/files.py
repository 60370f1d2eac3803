"""Imports that somebody began and has not run: one of each owner, with words that stand nowhere else."""

from datetime import UTC, datetime
from uuid import uuid4

from fastapi import FastAPI

from services.importing.wizard.draft import Draft, DraftFile
from tests.rights.matrix.company import Company, Record


def begun(app: FastAPI, company: Company) -> None:
    """One import of everybody, in the data folder of this gateway."""
    store = app.state.imports.store
    for name, (owner_id, branch) in company.owners.items():
        if owner_id is None:
            continue
        words = (f"Zq{name}file", f"Zq{name}column")
        draft = Draft(
            id=uuid4(),
            user_id=owner_id,
            actor=str(owner_id),
            branch=branch,
            began_at=datetime.now(UTC),
            files=[
                DraftFile(
                    name=f"{words[0]}.csv",
                    path="files/a.csv",
                    rows=1,
                    header=[words[1]],
                    encoding="utf-8",
                    delimiter=",",
                )
            ],
        )
        folder = store.folder(draft.id) / "files"
        folder.mkdir(parents=True)
        (folder / "a.csv").write_text(f"{words[1]}\n{name}\n", encoding="utf-8")
        store.save(draft)
        company.records.append(Record("import", draft.id, owner_id, branch, words))
