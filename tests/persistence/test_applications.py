"""Do applications of the eventsourcing library run on the log as they do on the library's own recorders?"""

from eventsourcing.tests import application as shipped

from tests.persistence.on_the_log import OnTheLog


class TestExampleApplication(OnTheLog, shipped.ExampleApplicationTestCase):
    expected_factory_topic = "shared.persistence:LogFactory"


class TestApplication(OnTheLog, shipped.ApplicationTestCase):
    pass
