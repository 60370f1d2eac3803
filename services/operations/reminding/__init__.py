"""Reminders of tasks: in the product at their moment, and by mail where there is a mail server."""
