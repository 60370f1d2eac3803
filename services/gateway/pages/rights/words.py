"""What are rights called?"""

from shared.marks import N_

THINGS = {
    "customer": N_("Customers"),
    "deal": N_("Deals"),
    "activity": N_("Activities"),
    "task": N_("Tasks"),
    "product": N_("Products"),
    "pipeline": N_("Pipelines"),
    "custom_field": N_("Custom fields"),
    "view": N_("Saved views"),
    "report": N_("Reports"),
    "history": N_("History"),
    "import": N_("Imports"),
    "operation": N_("Operations"),
    "user": N_("Users"),
    "team": N_("Teams"),
    "branch": N_("Branches"),
    "role": N_("Roles"),
    "group": N_("Groups"),
}
ACTIONS = {
    "see": N_("See"),
    "create": N_("Create"),
    "edit": N_("Edit"),
    "assign": N_("Assign"),
    "remove": N_("Archive"),
    "export": N_("Export"),
    "import": N_("Import"),
    "bulk": N_("Change many"),
    "administer": N_("Administer"),
}
REACHES = {
    "own": N_("Own"),
    "team": N_("Team"),
    "branch": N_("Branch and below"),
    "all": N_("All"),
}
NO, YES = N_("No"), N_("Yes")
RULES = {"": N_("Open"), "read": N_("Read only"), "hidden": N_("Hidden")}
FURTHER_FIELDS = {
    "customer": {
        "addresses": N_("Addresses"),
        "birth_date": N_("Birth date"),
        "sex": N_("Sex"),
        "company": N_("Company"),
        "job_title": N_("Job title"),
        "annual_revenue": N_("Annual revenue"),
        "employees": N_("Employees"),
        "founded_year": N_("Founded in"),
        "parent_name": N_("Parent company"),
    },
    "deal": {"lost_reason": N_("Reason for losing")},
}
"""Fields that stand on the record's page and in no list."""
