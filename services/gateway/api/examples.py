"""How does a typical body of each command look?"""

from typing import Any

from services.configuration import commands as configuration
from services.customers import commands as customers
from services.sales import commands as sales
from shared.commands import Command

_CUSTOMER = {"customer_id": "2f0d2c4e-55cf-4a0e-9a6e-8a4ab9d3c1d7"}
_DEAL = {"deal_id": "8c5b1a1e-24d5-4f5d-b6a3-5b8e2d1f7c42"}
_PRODUCT = {"product_id": "5e3c7a50-0f0c-4dc0-8f68-0c9d1f5f3b11"}
_AGENT = {"agent_id": "c2b7c3f8-7c0a-4a34-9d3a-1b8d0a6d2e90"}
_OWNER = {"owner_id": _AGENT["agent_id"]}
_PRICE = {"list_price": "5482.00", "currency": "USD"}

_FIELD = {"object": "customer", "key": "size"}
_CHOICE = {**_FIELD, "choice": "large"}

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
    sales.ListProduct: {**_PRODUCT, "name": "GTX Plus Pro", "series": "GTX", **_PRICE},
    sales.RepriceProduct: {**_PRODUCT, **_PRICE},
    sales.WithdrawProduct: _PRODUCT,
    sales.RelistProduct: _PRODUCT,
    sales.AddAgent: {**_AGENT, "name": "Darcel Schlecht", "manager": "Melvin Marxen", "office": "Central"},
    sales.TransferAgent: {**_AGENT, "manager": "Cara Losch", "office": "East"},
    sales.RemoveAgent: _AGENT,
    sales.BringBackAgent: _AGENT,
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
    sales.RescheduleDeal: {**_DEAL, "expected_close_on": "2027-01-31"},
    sales.MoveDeal: {**_DEAL, "to_stage": "proposal"},
    sales.WinDeal: {**_DEAL, "won_on": "2025-12-20", "amount": "300000.00"},
    sales.LoseDeal: {**_DEAL, "lost_on": "2025-12-20", "reason": "Budget cut"},
    sales.ReopenDeal: {**_DEAL, "to_stage": "negotiation"},
    sales.DiscardDeal: {**_DEAL, "reason": "Entered twice"},
    sales.RestoreDeal: _DEAL,
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
}
