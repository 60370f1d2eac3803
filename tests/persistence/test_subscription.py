"""Does a subscriber of the library get every event, also while its connection dies?"""

from threading import Timer
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Engine

from shared.recorders import LogApplicationRecorder


def test_a_subscriber_gets_what_was_and_what_comes(database: Engine) -> None:
    recorder = LogApplicationRecorder(database)
    stream_id = uuid4()
    recorder.insert_events([StoredEvent(stream_id, 1, "topic", b"1")])
    later = Timer(0.1, recorder.insert_events, [[StoredEvent(stream_id, 2, "topic", b"2")]])
    later.start()
    with recorder.subscribe() as subscription:
        seen = [next(subscription).state, next(subscription).state]
        database.dispose()
        recorder.insert_events([StoredEvent(stream_id, 3, "topic", b"3")])
        seen.append(next(subscription).state)
    assert seen == [b"1", b"2", b"3"]
    assert list(subscription) == []
