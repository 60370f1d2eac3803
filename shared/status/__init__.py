"""How does an installation stand at this moment, and is there anything an operator must see to?"""
