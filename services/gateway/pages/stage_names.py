"""What is a stage called, in the pipeline a deal is in?"""

from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request

from projections.sales.pipelines import Pipeline
from services.gateway.known import Known
from services.gateway.language import language_of, translated
from services.gateway.pages import words


class StageNames:
    """The stages of these pipelines in one language; outcomes and what nobody named have our words."""

    def __init__(self, known: Sequence[Pipeline], language: str) -> None:
        self._language = language
        self._names = {
            (pipeline.pipeline_id, each.stage): each.name for pipeline in known for each in pipeline.stages
        }
        self._first = {stage: name for (_, stage), name in reversed(self._names.items())}

    def of(self, stage: str | None, pipeline_id: UUID | None = None) -> str:
        """The name; a stage that is not in the pipeline is called as the first pipeline with it does."""
        name = self._names.get((pipeline_id, stage or "")) if pipeline_id else None
        name = name or self._first.get(stage or "")
        return translated(self._language, name or words.word(stage))


def stage_names(request: Request, known: Known) -> StageNames:
    """Those of every pipeline, in the language of the reader."""
    return StageNames(known.pipelines, language_of(request))
