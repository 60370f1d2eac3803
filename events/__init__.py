"""What can happen: the events of every context, loaded together so that every stored one is known."""

from events import activities, configuration, customers, identity, sales, sign_in, views

__all__ = ["activities", "configuration", "customers", "identity", "sales", "sign_in", "views"]
