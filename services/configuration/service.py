"""Which calls does the configuration service take over RabbitMQ?"""

from collections.abc import Sequence
from typing import Any

from projections.identity.access import Access
from services.configuration import commands
from services.configuration.application import configuration
from shared.nameko_context import Answer, Caller, Context, rpc
from shared.rpc import Sent


class ConfigurationService:
    """Commands about what is settled for everybody: one entrypoint each."""

    name = "configuration"
    configuration: Caller = Context(configuration, Access)

    @rpc
    def define_field(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.DefineField, payload)

    @rpc
    def relabel_field(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.RelabelField, payload)

    @rpc
    def change_field_rule(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.ChangeFieldRule, payload)

    @rpc
    def place_field(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.PlaceField, payload)

    @rpc
    def add_choice(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.AddChoice, payload)

    @rpc
    def relabel_choice(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.RelabelChoice, payload)

    @rpc
    def retire_choice(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.RetireChoice, payload)

    @rpc
    def restore_choice(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.RestoreChoice, payload)

    @rpc
    def retire_field(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.RetireField, payload)

    @rpc
    def restore_field(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.RestoreField, payload)

    @rpc
    def note_rate(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.NoteRate, payload)

    @rpc
    def choose_reporting_currency(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.ChooseReportingCurrency, payload)

    @rpc
    def choose_phone_region(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.ChoosePhoneRegion, payload)

    @rpc
    def save_view(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.SaveView, payload)

    @rpc
    def rename_view(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.RenameView, payload)

    @rpc
    def change_view(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.ChangeView, payload)

    @rpc
    def share_view(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.ShareView, payload)

    @rpc
    def remove_view(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.RemoveView, payload)

    @rpc
    def choose_default_view(self, **payload: Any) -> Answer:
        return self.configuration.handle(commands.ChooseDefaultView, payload)

    @rpc
    def handle_many(self, commands: Sequence[Sent]) -> list[Answer] | Answer:
        return self.configuration.handle_many(commands)
