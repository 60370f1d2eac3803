"""Which texts does no field take, and which are taken as what they are: text?"""

REFUSED = {
    "NUL": "Nul\x00here",
    "escape": "Esc\x1b[31mred",
    "C1": "C1 \x9b31m",
    "override": "pdf.\u202efdp.exe",
    "isolate": "to \u2066hidden\u2069",
    "no character": "non\uffffe",
}
"""Refused at the field, wherever it is."""

TAKEN = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "template": "{{7*7}}${7*7}%(name)s",
    "arabic": "شركة \u200fالنور\u200f",
    "emoji": "👩‍💻 & Söhne",
}
"""Text like any other: taken as it stands, escaped where it is shown."""
