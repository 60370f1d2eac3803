"""Which pages are there?"""

from fastapi import APIRouter

from services.gateway.pages import (
    customers,
    gallery,
    operations,
    search,
)
from services.gateway.pages.account import account, of_user, preferences
from services.gateway.pages.account import second_factor as own_second_factor
from services.gateway.pages.board import routes as board
from services.gateway.pages.dashboards import activities as activities_behind
from services.gateway.pages.dashboards import sales
from services.gateway.pages.grouping import groups, tags
from services.gateway.pages.home import home
from services.gateway.pages.importing import pages as importing
from services.gateway.pages.lists import table, tools
from services.gateway.pages.people import branches, people, teams
from services.gateway.pages.records import conflicts, customer, deal, editing, timeline
from services.gateway.pages.rights import access, roles
from services.gateway.pages.settings import fields, overview, phones, pipelines, rates, security
from services.gateway.pages.sign_in import first_start, oidc, password, second_factor
from services.gateway.pages.tasks import listed, notifications, one

router = APIRouter(include_in_schema=False)

settings = (overview, fields, phones, pipelines, rates, security)

# /deals/list, /customers/tags, /tasks/list and their like stand before /deals/{deal_id}.
lists = (table, tools, customers, search, groups, tags)
records = (deal, customer, timeline, editing, conflicts, listed, notifications, one)
for part in (
    board,
    *lists,
    *records,
    sales,
    activities_behind,
    importing,
    operations,
    gallery,
    home,
    *settings,
):
    router.include_router(part.router)
for part in (people, branches, teams):
    router.include_router(part.router)
for part in (roles, access, password, second_factor, oidc, first_start):
    router.include_router(part.router)
for part in (account, own_second_factor, preferences, of_user):
    router.include_router(part.router)
