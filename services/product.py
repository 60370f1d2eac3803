"""Which contexts, read models and policies make up the product? The one list everything starts from."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NamedTuple

from projections.activities.activities import activities as activity_list
from projections.activities.last_contacts import last_contacts
from projections.activities.next_steps import next_steps
from projections.activities.notices import notices, notices_read
from projections.activities.task_fold import tasks
from projections.configuration.custom_fields import custom_fields
from projections.configuration.rates import company_settings, exchange_rates
from projections.configuration.views import default_views, saved_views
from projections.customers.directory import customer_directory
from projections.customers.record import customer_record
from projections.history.record_index import record_index
from projections.history.related_records import related_records
from projections.identity.access import Access, access
from projections.identity.api_tokens import api_tokens
from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.roles import all_roles
from projections.identity.security_log import security_log
from projections.identity.sessions import sessions
from projections.identity.teams import all_teams
from projections.sales.deal_list import deal_list
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list
from projections.sales.products import product_catalogue
from projections.sales.time_in_stage import time_in_stage
from projections.tagging.groups import groups
from services.activities import commands as activities_commands
from services.activities.application import activities
from services.configuration import commands as configuration_commands
from services.configuration.application import configuration
from services.customers import commands as customers_commands
from services.customers import policies as customers_policies
from services.customers.application import customers
from services.identity import commands as identity_commands
from services.identity.application import identity
from services.sales import commands as sales_commands
from services.sales.application import sales
from shared.application import Application
from shared.commands import Command
from shared.log.log import Log
from shared.policy import React


class Context(NamedTuple):
    """One context: its name, its commands, its application over a log, and what it does by itself."""

    name: str
    commands: ModuleType
    application: Callable[[Log, Access], Application]
    policy: React | None = None


CONTEXTS = (
    Context("identity", identity_commands, identity),
    Context("customers", customers_commands, customers, customers_policies.react),
    Context("sales", sales_commands, sales),
    Context("activities", activities_commands, activities),
    Context("configuration", configuration_commands, configuration),
)
PROJECTIONS = (
    colleagues_of_all,
    all_branches,
    all_teams,
    all_roles,
    sessions,
    api_tokens,
    security_log,
    activity_list,
    last_contacts,
    next_steps,
    notices,
    notices_read,
    tasks,
    groups,
    custom_fields,
    saved_views,
    default_views,
    exchange_rates,
    company_settings,
    customer_directory,
    customer_record,
    record_index,
    related_records,
    product_catalogue,
    deal_list,
    pipeline_list,
    pipeline_stages,
    time_in_stage,
)


def names() -> list[str]:
    """The contexts' names: also the services' names and the first part of their event types."""
    return [context.name for context in CONTEXTS]


def commands() -> Iterator[type[Command]]:
    """Every command of every context, in the order of declaration."""
    for context in CONTEXTS:
        for value in vars(context.commands).values():
            if isinstance(value, type) and issubclass(value, Command) and value is not Command:
                yield value


def applications(log: Log) -> dict[str, Application]:
    """Each context's application over this log; all ask the same directory for everybody's rights."""
    directory = access(log)
    return {context.name: context.application(log, directory) for context in CONTEXTS}


def policies() -> dict[str, React]:
    """Context → how it reacts to facts, for those that do."""
    return {context.name: context.policy for context in CONTEXTS if context.policy is not None}
