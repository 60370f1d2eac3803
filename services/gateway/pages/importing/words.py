"""Which words do the import pages have for what drafts, mappings and verdicts hold?"""

from services.importing.wizard.choosing import CLOSING
from shared.marks import N_

TARGETS = {
    "person": N_("People"),
    "organization": N_("Companies"),
    "deal": N_("Deals"),
    "product": N_("Products"),
    "activity": N_("Activities"),
    "task": N_("Tasks"),
    "user": N_("Colleagues"),
    "branch": N_("Branches"),
    "team": N_("Teams"),
}
LATER = {
    "ticket": N_("These are support tickets. Hindsight cannot import tickets yet, so this file is left out."),
}
FIELDS = {
    "name": N_("Name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "emails": N_("E-mail"),
    "phones": N_("Phone"),
    "company": N_("Company"),
    "job_title": N_("Job title"),
    "sex": N_("Sex"),
    "birth_date": N_("Birthday"),
    "owner": N_("Owner"),
    "branch": N_("Branch"),
    "registered_at": N_("Customer since"),
    "street": N_("Street"),
    "city": N_("City"),
    "region": N_("Region"),
    "postal_code": N_("Postal code"),
    "country": N_("Country"),
    "sector": N_("Sector"),
    "employees": N_("Employees"),
    "annual_revenue": N_("Annual revenue"),
    "revenue_currency": N_("Currency of the revenue"),
    "founded_year": N_("Founded in"),
    "parent_name": N_("Parent company"),
    "lifecycle": N_("Lifecycle"),
    "kind": N_("Kind"),
    "happened_at": N_("When it happened"),
    "subject": N_("Subject"),
    "body": N_("Text"),
    "deal": N_("Deal"),
    "state": N_("State"),
    "due_at": N_("Due"),
    "planned_at": N_("Planned on"),
    "engaging_at": N_("Engaged on"),
    "email": N_("E-mail"),
    "team": N_("Team"),
    "roles": N_("Roles"),
    "code": N_("Code"),
    "parent": N_("Belongs to"),
    "formed_at": N_("Formed on"),
    "added_at": N_("Added on"),
    "title": N_("Title"),
    "amount": N_("Amount"),
    "currency": N_("Currency"),
    "stage": N_("Stage"),
    "customer": N_("Customer"),
    "product": N_("Product"),
    "probability": N_("Probability"),
    CLOSING: N_("Closing date"),
    "expected_close_on": N_("Expected close"),
    "closed_at": N_("Closed on"),
    "opened_at": N_("Opened on"),
    "lost_reason": N_("Lost reason"),
    "series": N_("Series"),
    "list_price": N_("List price"),
    "listed_at": N_("Listed on"),
}
STATES = {
    "mapping": (N_("To be mapped"), "plain"),
    "checking": (N_("Being checked"), "accent"),
    "ready": (N_("Ready to import"), "accent"),
    "running": (N_("Running"), "accent"),
    "done": (N_("Done"), "good"),
    "failed": (N_("Stopped"), "bad"),
    "undoing": (N_("Being undone"), "warn"),
    "undone": (N_("Undone"), "plain"),
}
WOULD = {
    "created": (N_("New"), "good"),
    "updated": (N_("Update"), "accent"),
    "unchanged": (N_("Unchanged"), "plain"),
    "skipped": (N_("Skipped"), "plain"),
    "rejected": (N_("Cannot be imported"), "bad"),
}
VERDICTS = {
    "created": (N_("Created"), "good"),
    "updated": (N_("Updated"), "accent"),
    "unchanged": (N_("Unchanged"), "plain"),
    "skipped": (N_("Skipped"), "plain"),
    "rejected": (N_("Failed"), "bad"),
}
WAYS = {
    "email": N_("the same e-mail address"),
    "phone": N_("the same phone number"),
    "name": N_("the same name"),
}
SEPARATORS = {
    ",": N_("Comma ,"),
    ";": N_("Semicolon ;"),
    "\t": N_("Tab"),
    "|": N_("Bar |"),
    "!": N_("Exclamation mark !"),
    "^": N_("Caret ^"),
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "gb18030": "GB18030 / GBK",
    "big5": "Big5",
    "cp1252": "Windows-1252",
}
ORDERS = {
    "ymd": N_("Year-month-day (2026-03-31)"),
    "dmy": N_("Day-month-year (31.03.2026)"),
    "mdy": N_("Month-day-year (03/31/2026)"),
}
MARKS = {".": N_("1,234.50"), ",": N_("1.234,50")}
EXISTING = {
    "update": N_("Fill in what the file says, keep the rest"),
    "fill": N_("Fill in only what it has nothing of"),
    "overwrite": N_("Overwrite, also with blank cells"),
    "skip": N_("Leave it as it is, skip the row"),
}
MISSING = {
    "owner": {"me": N_("I own it"), "problem": N_("Leave it without an owner")},
    "company": {"create": N_("Create the company"), "problem": N_("Leave it out")},
    "customer": {"create": N_("Create the company"), "problem": N_("Leave it out")},
    "product": {"problem": N_("Leave it out")},
}
SHOWS = {"all": N_("All"), "problems": N_("With problems"), "duplicates": N_("Duplicates")}
STEPS = (N_("Upload"), N_("Map columns"), N_("Check"), N_("Import"))
RECORDS = {"customer": "/customers", "deal": "/deals/list", "product": "/settings/products"}
