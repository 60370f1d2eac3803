"""How does the eventsourcing library follow the log?"""

from collections.abc import Iterator, Sequence
from threading import Event as Signal

from eventsourcing.persistence import ApplicationRecorder, Notification, OperationalError, Subscription

_POLL_SECONDS = 0.05


class PollingSubscription(Subscription[ApplicationRecorder]):
    """Asks again and again: no signal can be missed, and a lost connection only delays."""

    def __init__(self, recorder: ApplicationRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._batch: Iterator[Notification] = iter(())
        self._stopped = Signal()

    def stop(self) -> None:
        """End the iteration, also one that waits at this moment."""
        super().stop()
        self._stopped.set()

    def __next__(self) -> Notification:
        while not self._stopped.is_set():
            for notification in self._batch:
                self._last_notification_id = notification.id
                return notification
            self._batch = iter(self._pull())
        raise StopIteration

    def _pull(self) -> Sequence[Notification]:
        try:
            found = self._recorder.select_notifications(
                self._last_notification_id, 500, topics=self._topics, inclusive_of_start=False
            )
        except OperationalError:
            found = ()
        if not found:
            self._stopped.wait(_POLL_SECONDS)
        return found
