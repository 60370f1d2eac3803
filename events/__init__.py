"""What can happen: the events of every context, loaded together so that every stored one is known."""

from events import configuration, customers, sales, sign_in

__all__ = ["configuration", "customers", "sales", "sign_in"]
