"""What does Hindsight suggest for files it has never seen?"""

from pathlib import Path

import pytest

from services.importing.suggesting.fields import Usual
from services.importing.suggesting.relations import Suggested
from services.importing.suggesting.sample import Sample
from services.importing.suggesting.suggest import Given, order, suggest
from services.importing.suggesting.targets import TARGETS
from services.importing.table import open_table
from services.importing.wizard.choosing import choices_of, mapping_of

HUBSPOT = {
    "deals.csv": (
        "Deal ID,Deal Name,Deal Stage,Amount,Close Date,Deal Owner,Closed Lost Reason,"
        "Associated Company Domain\n"
        "D1,Pumps,Closed Won,100.5,2026-01-31,a@example.com,,acme.com\n"
        "D2,Lamps,Contract Sent,7,2026-02-01,b@example.com,,kaijie.cn\n"
    ),
    "people.csv": (
        "Contact ID,First Name,Last Name,Email,Lifecycle Stage,Contact Owner,Associated Company Domain\n"
        "C1,Ann,Berg,ann@example.com,Lead,a@example.com,acme.com\n"
    ),
    "companies.csv": (
        "Company ID,Company Name,Company Domain Name,Industry,Annual Revenue,Company Owner\n"
        "1,Acme,acme.com,Tools,1000,a@example.com\n2,凯捷,kaijie.cn,Pumps,2000,b@example.com\n"
    ),
}
ZOHO = (
    "Record Id,Deal Name,Stage,Amount,Closing Date,Account Name,Created Time,Modified Time\n"
    "zcrm_1,Pumps,Closed Won,$100,31/12/2025,Acme,2025-01-02 10:00:00,2025-01-02 10:00:00\n"
)
CHINESE = (
    "客户名称,行业,手机,邮箱,负责人,创建时间\n上海凯捷,制造,13800138000,info@kaijie.cn,李娜,2024年3月5日\n"
)
PLAIN = "a,b,c\nx@example.com,+86 138 0013 8000,1\n"


def suggested(folder: Path, files: dict[str, str]) -> list[Suggested]:
    given = []
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        given.append(Given(name, open_table(folder / name)))
    found = suggest(given, Usual())
    return [found[number] for number in order(found)]


def test_files_of_hubspot_are_known_and_find_their_relations(tmp_path: Path) -> None:
    companies, people, deals = suggested(tmp_path, HUBSPOT)
    assert [each.target for each in (companies, people, deals)] == ["organization", "person", "deal"]
    assert {each.preset for each in (companies, people, deals)} == {"HubSpot"}
    assert companies.mapping
    assert people.mapping
    assert deals.mapping
    assert companies.mapping.key == "HubSpot organization {Company ID}"
    assert people.mapping.fields["name"].template == "{First Name} {Last Name}"
    assert people.mapping.fields["company"].by[0] == "column: Company Domain Name"
    assert people.mapping.fields["company"].take == "name"
    assert deals.mapping.fields["customer"].by[0] == "column: Company Domain Name"
    assert deals.mapping.fields["stage"].values == {"Closed Won": "won", "Contract Sent": "negotiation"}
    assert deals.mapping.fields["closed_at"].column == deals.mapping.fields["expected_close_on"].column
    assert deals.mapping.fields["owner"].missing == "me"


def test_files_of_zoho_are_known_with_the_order_of_their_dates(tmp_path: Path) -> None:
    (deals,) = suggested(tmp_path, {"Deals.csv": ZOHO})
    assert (deals.preset, deals.target) == ("Zoho", "deal")
    assert deals.mapping
    assert deals.mapping.fields["closed_at"].date_order == "dmy"
    assert deals.mapping.fields["currency"].constant == "USD"


def test_chinese_headers_are_understood(tmp_path: Path) -> None:
    (customers,) = suggested(tmp_path, {"客户.csv": CHINESE})
    assert customers.target == "organization"
    assert customers.mapping
    fields = customers.mapping.fields
    assert (fields["name"].column, fields["sector"].column) == ("客户名称", "行业")
    assert (fields["phones"].columns, fields["emails"].columns) == (("手机",), ("邮箱",))
    assert fields["registered_at"].column == "创建时间"


@pytest.mark.parametrize(
    ("header", "target", "named"),
    [
        ("Company,Contact,E-Mail,Phone,Since", "person", "Contact"),
        ("Name,E-mail", "person", "Name"),
        ("Company,E-mail,Phone", "organization", "Company"),
        ("公司名称,电话,邮箱", "organization", "公司名称"),
    ],
)
def test_whoever_can_be_reached_is_a_customer(tmp_path: Path, header: str, target: str, named: str) -> None:
    (found,) = suggested(tmp_path, {"fair.csv": f"{header}\n{',x' * header.count(',')}\n"})
    assert found.target == target
    assert found.mapping
    assert found.mapping.fields["name"].column == named


def test_rows_that_nobody_knows_are_left_to_the_reader(tmp_path: Path) -> None:
    (unknown,) = suggested(tmp_path, {"plain.csv": PLAIN})
    assert (unknown.target, unknown.mapping) == (None, None)


def test_addresses_and_numbers_are_known_by_what_they_look_like(tmp_path: Path) -> None:
    (tmp_path / "plain.csv").write_text(PLAIN, encoding="utf-8")
    given = Given("plain.csv", open_table(tmp_path / "plain.csv"), "person")
    (person,) = suggest([given], Usual())
    assert person.mapping
    assert person.mapping.fields["emails"].columns == ("a",)
    assert person.mapping.fields["phones"].columns == ("b",)


def test_rows_may_be_named_by_their_number(tmp_path: Path) -> None:
    files = {
        "Accounts.csv": "name,industry,NumberOfEmployees,annualrevenue\nAcme,x,1,2\nBeta,y,3,4\n",
        "Contacts.csv": "lastName,firstName,email,accountId\nBerg,Ann,ann@example.com,@AccountRef2\n",
    }
    _, people = suggested(tmp_path, files)
    assert people.mapping
    assert people.mapping.fields["company"].by == ("row", "name")


@pytest.mark.parametrize("name", list(HUBSPOT))
def test_choices_lead_back_to_the_same_mapping(name: str, tmp_path: Path) -> None:
    (found,) = suggested(tmp_path, {name: HUBSPOT[name]})
    assert found.mapping
    assert found.target
    sample = Sample(open_table(tmp_path / name))
    again = mapping_of(choices_of(found.mapping), TARGETS[found.target], sample, found.mapping, Usual())
    assert set(again.fields) == set(found.mapping.fields)
    assert (again.key, again.match) == (found.mapping.key, found.mapping.match)
