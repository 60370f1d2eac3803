"""What can happen: the events of every context, loaded together so that every stored one is known."""

from events import customers, sales

__all__ = ["customers", "sales"]
