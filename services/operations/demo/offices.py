"""Where does the demo company work, in which language, currency and time zone?"""

from decimal import Decimal
from typing import NamedTuple


class Office(NamedTuple):
    """`weight`: its share of the business; `rate`: yuan to its currency; `quiet`: months that sell little."""

    name: str
    language: str
    weight: int
    country: str
    cities: tuple[str, ...]
    currency: str
    rate: Decimal
    timezone: str
    phone: str
    quiet: tuple[int, ...]


YUAN, DOLLAR, EURO = Decimal(1), Decimal("0.14"), Decimal("0.13")
OFFICES = (
    Office(
        "华东",
        "zh",
        26,
        "中国",
        ("上海", "杭州", "南京", "苏州"),
        "CNY",
        YUAN,
        "Asia/Shanghai",
        "+86 21 5550 {}",
        (1, 2),
    ),
    Office(
        "华北",
        "zh",
        18,
        "中国",
        ("北京", "天津", "济南"),
        "CNY",
        YUAN,
        "Asia/Shanghai",
        "+86 10 5550 {}",
        (1, 2),
    ),
    Office(
        "华南",
        "zh",
        18,
        "中国",
        ("深圳", "广州", "厦门"),
        "CNY",
        YUAN,
        "Asia/Shanghai",
        "+86 755 5550 {}",
        (1, 2),
    ),
    Office(
        "西南",
        "zh",
        8,
        "中国",
        ("成都", "重庆", "昆明"),
        "CNY",
        YUAN,
        "Asia/Shanghai",
        "+86 28 5550 {}",
        (1, 2),
    ),
    Office(
        "North America",
        "en",
        16,
        "United States",
        ("Chicago", "Austin", "Seattle", "Boston"),
        "USD",
        DOLLAR,
        "America/Chicago",
        "+1 312 555 {}",
        (7, 8),
    ),
    Office(
        "Europe",
        "en",
        14,
        "Germany",
        ("Hamburg", "Munich", "Berlin"),
        "EUR",
        EURO,
        "Europe/Berlin",
        "+49 30 5550 {}",
        (7, 8),
    ),
)
