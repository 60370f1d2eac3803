"""How do events become read models: prepared, folded, followed, parked?"""
