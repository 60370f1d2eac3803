"""Which part of the product is open to whom?"""
