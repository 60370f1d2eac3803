"""Which sentence tells which event? (A type that is missing here is still shown decently.)"""

from shared.marks import N_

SENTENCES = {
    "customers.CustomerRegistered": N_("Customer {name} registered"),
    "customers.CustomerRenamed": N_("Renamed to {name}"),
    "customers.ContactDetailsChanged": N_(
        "Contact details changed: phones {phones}, e-mails {emails}, addresses {addresses}"
    ),
    "customers.PersonDescribed": N_("Described: sex {sex}, born {birth_date}, {job_title} at {company}"),
    "customers.OrganizationDescribed": N_(
        "Described: sector {sector}, founded {founded_year}, revenue {annual_revenue}, "
        "{employees} employees, {country}"
    ),
    "customers.CustomerAssigned": N_("Assigned to {owner_id}, branch {branch}"),
    "customers.LifecycleChanged": N_("Lifecycle {from_stage} → {to_stage}"),
    "customers.CustomerArchived": N_("Archived: {reason}"),
    "customers.CustomerRestored": N_("Restored from the archive"),
    "sales.ProductListed": N_("Product {name} listed at {list_price}"),
    "sales.ProductRepriced": N_("Price changed to {list_price}"),
    "sales.ProductWithdrawn": N_("Product withdrawn"),
    "sales.ProductRelisted": N_("Product sold again"),
    "sales.AgentJoined": N_("{name} joined {office}, managed by {manager}"),
    "sales.AgentTransferred": N_("Transferred to {office}, managed by {manager}"),
    "sales.AgentLeft": N_("Left the sales team"),
    "sales.AgentReturned": N_("Back in the sales team"),
    "sales.DealOpened": N_("Deal {title} opened in {stage} at {amount}"),
    "sales.DealRenamed": N_("Deal renamed to {title}"),
    "sales.DealLinkedToCustomer": N_("Deal linked to {customer_id}"),
    "sales.DealAssigned": N_("Deal assigned to {owner_id}"),
    "sales.DealRevalued": N_("Deal valued at {amount}, {probability} % likely"),
    "sales.DealRescheduled": N_("Expected to close on {expected_close_on}"),
    "sales.DealMoved": N_("Stage moved {from_stage} → {to_stage}"),
    "sales.DealWon": N_("Deal won at {amount}, from {from_stage}"),
    "sales.DealLost": N_("Deal lost at {amount}, from {from_stage}: {reason}"),
    "sales.DealReopened": N_("Deal reopened into {to_stage}"),
    "sales.DealDiscarded": N_("Deal discarded: {reason}"),
    "sales.DealRestored": N_("Deal restored"),
}
UNREADABLE = N_("{event}: this release cannot read what it holds. It stays in the log as it was stored.")
FIELDS = {
    "amount": N_("amount"),
    "currency": N_("currency"),
    "customer_id": N_("customer"),
    "name": N_("name"),
    "no_customer_id": N_("no customer"),
    "no_owner_id": N_("nobody"),
    "no_reason": N_("no reason given"),
    "no_expected_close_on": N_("an open date"),
    "owner_id": N_("owner"),
    "product_id": N_("product"),
    "reason": N_("reason"),
    "title": N_("title"),
}
