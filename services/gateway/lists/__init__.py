"""Which lists of records does the product show, and what can be done with their rows?"""
