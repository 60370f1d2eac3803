"""Is a task in one line understood as people mean it?"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from services.gateway.pages.tasks.quick import understood

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Wednesday, 11 in the morning in Shanghai.
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "title", "due"),
    [
        ("Call Anna tomorrow 15:00", "Call Anna", "2026-11-26 15:00"),
        ("打电话给李娜 明天 15:00", "打电话给李娜", "2026-11-26 15:00"),
        ("明天下午3点 打电话", "打电话", "2026-11-26 15:00"),
        ("send offer fri 10am", "send offer", "2026-11-27 10:00"),
        ("Visit on Wednesday at 9:30 pm", "Visit", "2026-12-02 21:30"),
        ("下周一 拜访客户", "拜访客户", "2026-11-30 09:00"),
        ("周五上午10点半开会", "开会", "2026-11-27 10:30"),
        ("12月1日 交合同", "交合同", "2026-12-01 09:00"),
        ("Renew 2027-01-31", "Renew", "2027-01-31 09:00"),
        ("Lunch 12:30", "Lunch", "2026-11-25 12:30"),
        ("Stand-up 9:00", "Stand-up", "2026-11-26 09:00"),
        ("today", "today", "2026-11-25 09:00"),
    ],
)
def test_a_day_and_a_time_are_understood(line: str, title: str, due: str) -> None:
    found = understood(line, NOW, SHANGHAI)
    assert (found.title, found.due_at) == (title, datetime.fromisoformat(due).replace(tzinfo=SHANGHAI))


@pytest.mark.parametrize(
    "line", ["Call Anna", "Order 40 pumps", "Meet at 25:99", "13月40日", "monitor the sunlight"]
)
def test_what_says_no_time_has_none(line: str) -> None:
    assert understood(line, NOW, SHANGHAI) == (line, None)
