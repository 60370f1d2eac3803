"""How does a typical body of each command look?"""

from typing import Any

from services.activities import commands as activities
from services.configuration import commands as configuration
from services.customers import commands as customers
from services.identity import commands as identity
from services.sales import commands as sales
from shared.commands import Command

_CUSTOMER = {"customer_id": "2f0d2c4e-55cf-4a0e-9a6e-8a4ab9d3c1d7"}
_DEAL = {"deal_id": "8c5b1a1e-24d5-4f5d-b6a3-5b8e2d1f7c42"}
_PRODUCT = {"product_id": "5e3c7a50-0f0c-4dc0-8f68-0c9d1f5f3b11"}
_USER = {"user_id": "c2b7c3f8-7c0a-4a34-9d3a-1b8d0a6d2e90"}
_OWNER = {"owner_id": _USER["user_id"]}
_TEAM = {"team_id": "5b0d2a91-3a8e-4a83-8f5e-0d7c1b9e6f34"}
_BRANCH = {"code": "shanghai"}
_ROLE = {"key": "assistant"}
_GRANTS = {"grants": {"customer.see": "branch", "customer.edit": "own"}, "fields": {"deal.amount": "hidden"}}
_PRICE = {"list_price": "5482.00", "currency": "USD"}

_PIPELINE = {"pipeline_id": "7d0f6a52-3b1c-4e0e-9c55-1f0f2b7a9d10"}
_STAGE = {**_PIPELINE, "stage": "trial"}
_FIELD = {"object": "customer", "key": "size"}
_CHOICE = {**_FIELD, "choice": "large"}
_GROUP = {"group_id": "4f6d9d1e-8a0b-4c7c-b1a2-93b7c5d6e7f8"}
_ACTIVITY = {"activity_id": "7d0a6f0c-3f0e-4c53-9f35-6b1f0b0b4a11"}
_TASK = {"task_id": "e1f0b7a4-2a54-4b5c-8d43-0a6a3a8f9c25"}
_CALL = {
    "kind": "call",
    "subject": "Asked about forty workstations",
    "body": "Wants them in spring.",
    "happened_at": "2025-12-20T09:30:00Z",
}
_WHEN = {"due_at": "2026-12-24T07:00:00Z", "remind_at": "2026-12-24T06:30:00Z"}

_VIEW = {"view_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}
EXAMPLES: dict[type[Command], dict[str, Any]] = {
    customers.RegisterCustomer: {
        **_CUSTOMER,
        "kind": "organization",
        "name": "Acme Corporation",
        "contact": {"phones": ["+86 10 6552 9988"], "emails": ["office@acme.example"]},
        "organization": {"sector": "technology", "employees": 2822, "country": "United States"},
    },
    customers.RenameCustomer: {**_CUSTOMER, "name": "Acme Europe"},
    customers.ChangeContactDetails: {**_CUSTOMER, "contact": {"emails": ["office@acme.example"]}},
    customers.DescribePerson: {**_CUSTOMER, "person": {"company": "Acme", "job_title": "Buyer"}},
    customers.DescribeOrganization: {**_CUSTOMER, "organization": {"sector": "retail"}},
    customers.AssignCustomer: {**_CUSTOMER, **_OWNER, "branch": "Shanghai"},
    customers.ChangeLifecycle: {**_CUSTOMER, "to_stage": "loyal"},
    customers.RecognizePurchase: _CUSTOMER,
    customers.ArchiveCustomer: {**_CUSTOMER, "reason": "Merged with its parent"},
    customers.RestoreCustomer: _CUSTOMER,
    customers.TagCustomer: {**_CUSTOMER, "tag": "key account"},
    customers.UntagCustomer: {**_CUSTOMER, "tag": "key account"},
    customers.GroupCustomer: {**_CUSTOMER, **_GROUP},
    customers.UngroupCustomer: {**_CUSTOMER, **_GROUP},
    customers.FormGroup: {**_GROUP, "name": "Met at the fair in Shanghai"},
    customers.RenameGroup: {**_GROUP, "name": "Fair in Shanghai"},
    customers.DissolveGroup: _GROUP,
    customers.ReviveGroup: _GROUP,
    identity.OpenBranch: {**_BRANCH, "name": "上海分公司", "parent": "east"},
    identity.RenameBranch: {**_BRANCH, "name": "上海总部"},
    identity.MoveBranch: {**_BRANCH, "parent": None},
    identity.CloseBranch: _BRANCH,
    identity.ReopenBranch: _BRANCH,
    identity.FormTeam: {**_TEAM, "name": "Key accounts", "branch": "shanghai"},
    identity.RenameTeam: {**_TEAM, "name": "Large customers"},
    identity.LeadTeam: {**_TEAM, "lead_id": _USER["user_id"]},
    identity.MoveTeam: {**_TEAM, "branch": "east"},
    identity.DissolveTeam: _TEAM,
    identity.ReviveTeam: _TEAM,
    identity.AddUser: {
        **_USER,
        **_TEAM,
        "name": "王芳",
        "email": "fang.wang@example.com",
        "branch": "shanghai",
        "roles": ["salesperson"],
    },
    identity.RenameUser: {**_USER, "name": "Fang Wang"},
    identity.ChangeUserEmail: {**_USER, "email": "wang.fang@example.com"},
    identity.TransferUser: {**_USER, **_TEAM, "branch": "east"},
    identity.GiveRoles: {**_USER, "roles": ["salesperson", "team_lead"]},
    identity.DeactivateUser: _USER,
    identity.ReactivateUser: _USER,
    identity.DefineRole: {**_ROLE, **_GRANTS, "name": "Sales assistant"},
    identity.ChangeRole: {**_ROLE, **_GRANTS, "name": "Assistant", "second_factor": True},
    identity.RetireRole: _ROLE,
    identity.ReinstateRole: _ROLE,
    sales.ListProduct: {**_PRODUCT, "name": "GTX Plus Pro", "series": "GTX", **_PRICE},
    sales.RepriceProduct: {**_PRODUCT, **_PRICE},
    sales.WithdrawProduct: _PRODUCT,
    sales.RelistProduct: _PRODUCT,
    sales.OpenDeal: {
        **_DEAL,
        "title": "Forty workstations",
        **_CUSTOMER,
        **_OWNER,
        "amount": "219280.00",
        "currency": "USD",
        "expected_close_on": "2026-12-31",
    },
    sales.RenameDeal: {**_DEAL, "title": "Sixty workstations"},
    sales.LinkDealToCustomer: {**_DEAL, **_CUSTOMER},
    sales.AssignDeal: {**_DEAL, **_OWNER},
    sales.RevalueDeal: {**_DEAL, "amount": "328920.00", "currency": "USD", "probability": 60},
    sales.CommitDeal: _DEAL,
    sales.UncommitDeal: _DEAL,
    sales.RescheduleDeal: {**_DEAL, "expected_close_on": "2027-01-31"},
    sales.MoveDeal: {**_DEAL, "to_stage": "proposal"},
    sales.WinDeal: {**_DEAL, "won_on": "2025-12-20", "amount": "300000.00"},
    sales.LoseDeal: {**_DEAL, "lost_on": "2025-12-20", "reason": "Budget cut"},
    sales.ReopenDeal: {**_DEAL, "to_stage": "negotiation"},
    sales.DiscardDeal: {**_DEAL, "reason": "Entered twice"},
    sales.RestoreDeal: _DEAL,
    sales.TagDeal: {**_DEAL, "tag": "framework"},
    sales.UntagDeal: {**_DEAL, "tag": "framework"},
    sales.GroupDeal: {**_DEAL, **_GROUP},
    sales.UngroupDeal: {**_DEAL, **_GROUP},
    configuration.SaveView: {
        **_VIEW,
        "name": "My open deals",
        "object": "deals",
        "query": "filter=open.is(yes),owner_id.is(me)&sort=-amount",
        "shared": "branch",
    },
    configuration.RenameView: {**_VIEW, "name": "My deals"},
    configuration.ChangeView: {**_VIEW, "query": "sort=-amount"},
    configuration.ShareView: {**_VIEW, "shared": "everyone"},
    configuration.RemoveView: _VIEW,
    configuration.ChooseDefaultView: {
        **_VIEW,
        "owner_id": "9e107d9d-372b-4b46-a7cf-3c5d5a9e4f10",
        "object": "deals",
    },
    configuration.DefineField: {
        **_FIELD,
        "kind": "choice",
        "label": {"en": "Size", "zh": "规模"},
        "choices": [{"key": "small", "label": {"en": "Small", "zh": "小"}}],
    },
    configuration.RelabelField: {**_FIELD, "label": {"en": "Company size", "zh": "公司规模"}},
    configuration.ChangeFieldRule: {**_FIELD, "required": True},
    configuration.PlaceField: {**_FIELD, "place": 2},
    configuration.AddChoice: {**_CHOICE, "label": {"en": "Large", "zh": "大"}},
    configuration.RelabelChoice: {**_CHOICE, "label": {"en": "Very large"}},
    configuration.RetireChoice: _CHOICE,
    configuration.RestoreChoice: _CHOICE,
    configuration.RetireField: _FIELD,
    configuration.RestoreField: _FIELD,
    activities.LogActivity: {**_ACTIVITY, **_CALL, **_CUSTOMER},
    activities.CorrectActivity: {**_ACTIVITY, **_CALL, "subject": "Asked about sixty workstations"},
    activities.RemoveActivity: {**_ACTIVITY, "reason": "Logged twice"},
    activities.RestoreActivity: _ACTIVITY,
    activities.PlanTask: {**_TASK, "title": "Send the contract", **_WHEN, **_DEAL},
    activities.RenameTask: {**_TASK, "title": "Send the signed contract"},
    activities.RescheduleTask: {**_TASK, **_WHEN},
    activities.ReassignTask: {**_TASK, **_OWNER},
    activities.CompleteTask: _TASK,
    activities.ReopenTask: _TASK,
    activities.DropTask: {**_TASK, "reason": "They bought elsewhere"},
    activities.RemindOfTask: {**_TASK, "remind_at": _WHEN["remind_at"]},
    activities.NoteReminderMailed: {**_TASK, "remind_at": _WHEN["remind_at"]},
    activities.NoteNoticeMailed: {**_OWNER, "notice_id": "a3bb189e-8bf9-4c88-8e36-2d1b7e0c9f55"},
    activities.MarkNoticeRead: {**_OWNER, "notice_id": "0b1c2d3e-4f50-5a61-8b72-9c83ad94be05"},
    activities.MarkNoticesRead: {**_OWNER, "upto": 48211},
    customers.ChangeCustomFields: {**_CUSTOMER, "custom": {"size": "large"}},
    sales.ChooseProduct: {**_DEAL, **_PRODUCT},
    sales.ChangeCustomFields: {**_DEAL, "custom": {"budget": "120000"}},
    sales.DefinePipeline: {
        **_PIPELINE,
        "name": "Renewals",
        "stages": [
            {"stage": "review", "name": "Review", "probability": 40, "rotting_days": 14},
            {"stage": "offer", "name": "Offer", "probability": 70, "required": ["expected_close_on"]},
        ],
        "lost_reasons": ["Too dear", "No budget"],
    },
    sales.RenamePipeline: {**_PIPELINE, "name": "Renewals and upgrades"},
    sales.OfferPipeline: {**_PIPELINE, "branch": "Shanghai"},
    sales.RetirePipeline: _PIPELINE,
    sales.RestorePipeline: _PIPELINE,
    sales.ListLostReasons: {**_PIPELINE, "reasons": ["Too dear", "No budget", "Competitor"]},
    sales.AddStage: {**_STAGE, "name": "Trial", "probability": 55},
    sales.RenameStage: {**_STAGE, "name": "Pilot"},
    sales.MoveStage: {**_STAGE, "place": 2},
    sales.ChangeStage: {**_STAGE, "probability": 60, "rotting_days": 21, "required": ["amount"]},
    sales.RetireStage: {**_STAGE, "successor": "offer"},
    sales.RestoreStage: _STAGE,
    configuration.NoteRate: {"base": "EUR", "quote": "CNY", "rate": "7.8123", "on": "2026-05-03"},
    configuration.ChooseReportingCurrency: {"currency": "CNY"},
    configuration.ChoosePhoneRegion: {"region": "CN"},
}
