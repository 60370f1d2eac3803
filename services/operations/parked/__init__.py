"""How does `hindsight parked` ask, and how does it tell?"""
