"""What may happen to an activity?"""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from events.activities import ActivityCorrected, ActivityRemoved, ActivityRestored
from services.activities.activity import (
    ActivityAlreadyLogged,
    ActivityConcernsNobody,
    ActivityIsRemoved,
)
from services.activities.commands import CorrectActivity, LogActivity, RemoveActivity, RestoreActivity
from shared.refusals import Invalid, NotFound
from tests.activities.words import ACTIVITY, CUSTOMER, EVENING, MORNING, NOBODY, log_call, logged
from tests.spec import Spec

correct = CorrectActivity(
    activity_id=ACTIVITY, kind="visit", subject="Visited the plant", happened_at=EVENING
)
corrected = ActivityCorrected(
    kind="visit",
    subject="Visited the plant",
    body="",
    happened_at=EVENING,
    customer_id=CUSTOMER,
    deal_id=None,
)
remove = RemoveActivity(activity_id=ACTIVITY, reason="twice")
removed = ActivityRemoved(reason="twice", customer_id=CUSTOMER, deal_id=None)


def test_a_call_is_logged_once(activity: Spec) -> None:
    activity.when(log_call).then(logged)
    activity.when(log_call).nothing()


def test_an_id_stands_for_one_activity(activity: Spec) -> None:
    other = log_call.model_copy(update={"subject": "Something else"})
    activity.given(logged).when(other).refused(ActivityAlreadyLogged, "activity_id")


def test_an_activity_belongs_to_a_customer_or_a_deal(activity: Spec) -> None:
    activity.when(log_call.model_copy(update={"customer_id": None})).refused(
        ActivityConcernsNobody, "customer_id"
    )


def test_an_activity_belongs_to_a_known_customer(activity: Spec) -> None:
    activity.when(log_call.model_copy(update={"customer_id": NOBODY})).refused(Invalid, "customer_id")


def test_an_activity_is_corrected(activity: Spec) -> None:
    activity.given(logged).when(correct).then(corrected)
    activity.when(correct).nothing()


def test_an_activity_that_was_never_logged_is_not_corrected(activity: Spec) -> None:
    activity.when(correct).refused(NotFound)


def test_an_activity_is_removed_once_and_restored_once(activity: Spec) -> None:
    activity.given(logged).when(remove).then(removed)
    activity.when(remove).nothing()
    activity.when(correct).refused(ActivityIsRemoved)
    restore = RestoreActivity(activity_id=ACTIVITY)
    activity.when(restore).then(
        ActivityRestored(kind="call", happened_at=MORNING, customer_id=CUSTOMER, deal_id=None)
    )
    activity.when(restore).nothing()


@pytest.mark.parametrize(
    "instant",
    [datetime.now(UTC) + timedelta(hours=1), datetime(1899, 1, 1, tzinfo=UTC), datetime(2025, 5, 5, 9, 30)],
    ids=["future", "1899", "no offset"],
)
def test_an_activity_happened_at_a_likely_instant(instant: datetime) -> None:
    with pytest.raises(ValidationError):
        LogActivity.model_validate(log_call.model_dump() | {"happened_at": instant})
