"""Does a wrong mapping say on which line it is wrong, and what is allowed there?"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from services.importing.chosen_files import matched
from services.importing.mapping_file import load_mappings
from services.importing.problems import Unreadable
from services.importing.runner import Import
from shared.blocking import Blocking
from shared.importing import record_id
from shared.log.log import Log

RIGHT = """entity: product
file: goods.csv
key: Good
fields:
  name: Good
  series: Family
  list_price: {column: Price}
  currency: {constant: EUR}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        (
            "entity: product",
            "entity: produkt",
            "m.yaml, line 1, entity: 'produkt' is not known here. Allowed: ",
        ),
        ("entity: product", "entity: produkt", "Did you mean product?"),
        ("key: Good\n", "", "`key` is missing"),
        ("key: Good", "kee: Good", "line 3, kee: 'kee' is not known here"),
        (
            "series:",
            "serie:",
            "line 6, fields.serie: 'serie' is not known here. Allowed: name, series, ",
        ),
        ("{column: Price}", "{colum: Price}", "line 7, fields.list_price.colum: 'colum' is not known here"),
        ("{column: Price}", "{column: Price, constant: 3}", "needs exactly one of column, columns, template"),
        (
            "{column: Price}",
            "{column: Price, empty: maybe}",
            "line 7, fields.list_price.empty: 'maybe' is not known here. Allowed: accept",
        ),
        ("{column: Price}", "{column: Price, refer: prod}", "line 7, fields.list_price.refer: 'prod'"),
        ("{column: Price}", "{column: Price, refer: product, take: size}", "list_price.take: 'size'"),
        ("key: Good", "key: Good\ntimezone: Mars", "line 4, timezone: 'Mars' is not a time zone"),
        ("key: Good", "key: Good\ndelimiter: ab", "line 4, delimiter: 'ab' is not one character"),
        ("column: Price", "column: Price, scale: abc", "fields.list_price.scale: 'abc' is not a number"),
        ("column: Price", "column: Price, scale: NaN", "fields.list_price.scale: 'NaN' is not a number"),
        ("entity: product", "- entity", "is not YAML"),
    ],
)
def test_a_wrong_mapping_names_line_key_and_what_is_allowed(
    tmp_path: Path, right: str, wrong: str, words: str
) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(RIGHT.replace(right, wrong), encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        load_mappings(path)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("{column: Price}", "&price {column: Price}", "anchors (&) and aliases (*) are not read here"),
        ("fields:", "fields: &all\n  again: *all", "anchors (&) and aliases (*) are not read here"),
        ("key: Good", "key: " + "[" * 100_000, "nested more than 20 deep"),
        ("key: Good", "key: " + "{a: " * 5_000 + "}" * 5_000, "nested more than 20 deep"),
        ("key: Good", "key: Good\n" + "#" * 1_000_000, "m.yaml: is larger than 1,000,000 bytes"),
        ("  series:", "  name: Other\n  series:", "line 6, fields.name: is given twice, first on line 5"),
        ("file: ", "file: other.csv\nfile: ", "line 3, file: is given twice, first on line 2"),
    ],
)
def test_a_mapping_is_a_small_plain_tree(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(RIGHT.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        load_mappings(path)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "file", ["../goods.csv", "/etc/passwd", "'*/goods.csv'", "..", "'..\\goods.csv'", "''"]
)
def test_a_mapping_names_no_file_outside_its_folder(tmp_path: Path, file: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(RIGHT.replace("goods.csv", file), encoding="utf-8")
    with pytest.raises(Unreadable, match=r"m\.yaml, line 2, file: .* is not the name of a file"):
        load_mappings(path)


def test_a_pattern_finds_files_of_the_folder_itself_only(shop: Path) -> None:
    (shop / "deeper").mkdir()
    (shop / "deeper" / "goods.csv").write_text("Good\n", encoding="utf-8")
    path = shop / "m.yaml"
    path.write_text(RIGHT.replace("goods.csv", "'**'"), encoding="utf-8")
    found = {file.relative_to(shop).as_posix() for _, file in matched(load_mappings(path), shop)}
    assert found == {"team.csv", "goods.csv", "buyers.csv", "deals.csv", "m.yaml"}


IN_ORDER = ["branch", "team", "user", "product", "customer", "deal"]


def test_mappings_of_a_folder_come_in_the_order_of_their_names() -> None:
    folder = Path(__file__).parent / "mappings"
    assert [mapping.entity for mapping in load_mappings(folder)] == IN_ORDER


def test_the_example_mappings_are_right() -> None:
    folder = Path(__file__).parents[2] / "docs" / "examples" / "crm-sales-opportunities"
    assert [mapping.entity for mapping in load_mappings(folder)] == IN_ORDER


@pytest.mark.parametrize("encoding", ["nope", "base64", "rot13"])
def test_an_encoding_that_is_none_of_text_is_refused(shop: Path, log: Log, encoding: str) -> None:
    path = shop / "m.yaml"
    path.write_text(f"{RIGHT}encoding: {encoding}\n", encoding="utf-8")
    with pytest.raises(Unreadable, match=f"gives the encoding '{encoding}', which does not exist"):
        Import(matched(load_mappings(path), shop), log, None, shop)


def test_a_mapping_that_leaves_out_a_needed_field_says_which(shop: Path, log: Log) -> None:
    path = shop / "m.yaml"
    path.write_text(RIGHT.replace("  series: Family\n", ""), encoding="utf-8")
    with pytest.raises(Unreadable, match="the mapping of product leaves out series"):
        Import(matched(load_mappings(path), shop), log, None, shop)


@pytest.mark.parametrize(
    ("written", "options", "value"),
    [
        ("1.234,50", "decimal_mark: ','", Decimal("1234.50")),
        ("1 234.5", "decimal_mark: '.'", Decimal("1234.5")),
        ("15%", "percent: true", Decimal(15)),
        ("1.5", "scale: '1000'", Decimal(1500)),
    ],
)
def test_numbers_are_read_as_the_mapping_says(
    shop: Path, log: Log, bus: Blocking, written: str, options: str, value: Decimal
) -> None:
    path = shop / "m.yaml"
    path.write_text(RIGHT.replace("column: Price", f"column: Price, {options}"), encoding="utf-8")
    (shop / "goods.csv").write_text(f'Good,Family,Price\nLamp,Light,"{written}"\n', encoding="utf-8")
    Import(matched(load_mappings(path), shop), log, bus, shop).run()
    assert log.stream(record_id("product", "Lamp"))[0].event.list_price == value


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("a{ {Good}", "a{ Lamp"),
        ("{Good} } {{Family}}", "Lamp } {Light}"),
        ("{Good}{Family}", "LampLight"),
        ("{Good} {}", "Lamp {}"),
    ],
)
def test_braces_around_no_column_stand_for_themselves(
    shop: Path, log: Log, bus: Blocking, template: str, name: str
) -> None:
    path = shop / "m.yaml"
    path.write_text(RIGHT.replace("name: Good", f"name: {{template: '{template}'}}"), encoding="utf-8")
    (shop / "goods.csv").write_text("Good,Family,Price\nLamp,Light,9\n", encoding="utf-8")
    Import(matched(load_mappings(path), shop), log, bus, shop).run()
    assert log.stream(record_id("product", "Lamp"))[0].event.name == name


def test_a_person_is_read_from_many_columns(tmp_path: Path, log: Log, bus: Blocking) -> None:
    (tmp_path / "m.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "people.csv").write_text(
        "Id,First,Last,Mail,Phone,Mobile,Town,Born\n"
        "7,Ann,Lee,ann@firm.example,+1 312 555 0100,,Oslo,24/12/1990\n",
        encoding="utf-8",
    )
    Import(matched(load_mappings(tmp_path / "m.yaml"), tmp_path), log, bus, tmp_path).run()
    registered, contact, person = (record.event for record in log.stream(record_id("customer", "7")))
    assert (registered.name, registered.kind) == ("Ann Lee", "person")
    assert (contact.phones, contact.emails) == (("+1 312-555-0100",), ("ann@firm.example",))
    assert (contact.addresses[0].city, person.birth_date) == ("Oslo", date(1990, 12, 24))


PEOPLE = """entity: customer
file: people.csv
key: Id
fields:
  kind: {constant: person}
  name: {template: "{First} {Last}"}
  emails: Mail
  phones: {columns: [Phone, Mobile]}
  city: Town
  birth_date: {column: Born, format: "%d/%m/%Y"}
"""
