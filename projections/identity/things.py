"""What can rights be about, and what can be done with it?"""

THINGS = (
    "customer",
    "deal",
    "activity",
    "task",
    "product",
    "pipeline",
    "custom_field",
    "view",
    "report",
    "history",
    "import",
    "operation",
    "user",
    "team",
    "branch",
    "role",
)
ACTIONS = ("see", "create", "edit", "assign", "remove", "export", "import", "bulk", "administer")
