"""What happens in the trial context, which exists to try out the ways to a service."""

from shared.events import Event


class Noted(Event):
    text: str
