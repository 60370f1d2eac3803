"""To whom is each route open? Said here once more, so that a slip in the product's own table is noticed."""

from collections.abc import Mapping

ANYBODY = ""
LOOKED_AT: Mapping[str, tuple[str, ...]] = {
    ANYBODY: (
        *("/", "/home", "/home/recent", "/ui", "/search", "/search/options", "/groups", "/settings"),
        *("/access", "/api/v1/access", "/api/docs", "/api/openapi.json", "/api/v1/events", "/api/v1/search"),
        *("/healthz", "/readyz", "/metrics", "/first-start", "/notifications", "/notifications/count"),
        *("/sign-in", "/sign-in/code", "/sign-in/new-password", "/sign-in/oidc", "/sign-in/oidc/callback"),
        *("/sign-in/recovery", "/sign-in/second-factor", "/settings/account", "/settings/preferences"),
        *("/settings/account/second-factor", "/api/v1/sessions", "/api/v1/tokens", "/api/v1/views"),
        *("/api/v1/custom-fields", "/timeline/{stream_id}", "/records/{record_id}"),
        *("/records/{thing}/{record_id}/{name}", "/lists/{name}/columns", "/lists/{name}/editors"),
        *("/lists/{name}/filters", "/lists/{name}/rows", "/lists/{name}/totals"),
        *("/api/v1/lists/{name}/export", "/api/v1/lists/changes/{change_id}"),
        "/api/v1/lists/changes/{change_id}/events",
    ),
    "customer.see": (
        *("/customers", "/customers/lookup", "/customers/tags", "/customers/{customer_id}"),
        *("/api/v1/customers", "/api/v1/customers/{customer_id}"),
    ),
    "deal.see": (
        *("/deals", "/deals/changes", "/deals/column/{stage}", "/deals/list", "/deals/lookup"),
        *("/deals/{deal_id}", "/deals/{deal_id}/needed", "/api/v1/sales/deals"),
        *("/api/v1/sales/deals/{deal_id}", "/api/v1/sales/pipeline", "/api/v1/sales/pipeline/{stage}"),
        "/api/v1/sales/pipelines",
    ),
    "activity.see": ("/api/v1/activities", "/api/v1/activities/{activity_id}"),
    "task.see": ("/tasks", "/tasks/list", "/tasks/{task_id}", "/api/v1/tasks", "/api/v1/tasks/{task_id}"),
    "report.see": (
        *("/reports", "/reports/activities", "/reports/time-in-stage", "/settings/rates"),
        "/settings/phones",
        *("/api/v1/sales/leaderboard", "/api/v1/sales/outcomes", "/api/v1/sales/time-in-stage"),
    ),
    "history.see": ("/api/v1/timeline/{stream_id}",),
    "import.see": (
        *("/imports", "/imports/{import_id}", "/imports/{import_id}/progress", "/api/v1/imports"),
        *("/imports/{import_id}/rows/{number}/{row}", "/api/v1/imports/{import_id}"),
        *("/api/v1/imports/{import_id}/errors.csv", "/api/v1/imports/{import_id}/files/{number}/rows"),
        "/api/v1/imports/{import_id}/files/{number}/mapping.yaml",
    ),
    "operation.see": (
        *("/operations", "/operations/standing", "/api/v1/operations", "/api/v1/operations/parked"),
        "/api/v1/operations/parked/{position}",
    ),
    "product.see": ("/settings/products", "/api/v1/sales/products"),
    "pipeline.see": ("/settings/pipelines",),
    "custom_field.see": ("/settings/fields",),
    "role.see": ("/settings/roles", "/settings/roles/{key}", "/api/v1/identity/roles"),
    "team.see": ("/settings/teams",),
    "branch.see": ("/settings/branches",),
    "user.see": (
        *("/settings/people", "/settings/people/{user_id}", "/api/v1/identity/branches"),
        *("/api/v1/identity/teams", "/api/v1/identity/users"),
    ),
    "user.administer": (
        *("/settings/people/{user_id}/sign-in", "/api/v1/users/{user_id}/sessions", "/settings/security"),
    ),
}
"""A right of any reach → the routes that take it to be looked at."""
RIGHT_TO_LOOK = {route: right for right, routes in LOOKED_AT.items() for route in routes}
