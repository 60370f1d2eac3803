"""Which calls does the trial service take over RabbitMQ?"""

from collections.abc import Sequence
from typing import Any

from shared.nameko_context import Answer, Caller, Context, rpc
from shared.rights.directory import Nobody
from shared.rpc import Sent
from tests.contracts.trial import commands
from tests.contracts.trial.application import trial


class TrialService:
    """Commands of the trial context, one entrypoint each."""

    name = "trial"
    trial: Caller = Context(trial, lambda _: Nobody())

    @rpc
    def note(self, **payload: Any) -> Answer:
        return self.trial.handle(commands.Note, payload)

    @rpc
    def refuse(self, **payload: Any) -> Answer:
        return self.trial.handle(commands.Refuse, payload)

    @rpc
    def stumble(self, **payload: Any) -> Answer:
        return self.trial.handle(commands.Stumble, payload)

    @rpc
    def handle_many(self, commands: Sequence[Sent]) -> list[Answer] | Answer:
        return self.trial.handle_many(commands)
