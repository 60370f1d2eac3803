"""What is said when a server Hindsight needs is not there."""


class ServerMissing(Exception):
    """No server could be found or started; the text says what to do about it."""
