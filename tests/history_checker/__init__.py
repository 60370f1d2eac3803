"""Did Hindsight keep its promises? Decided from a recorded history and what is left in the database.

Imports nothing of Hindsight: whoever checks must not share the mistakes of the one who is checked.
"""
