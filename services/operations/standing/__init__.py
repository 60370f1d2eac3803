"""What does `hindsight status` look at, and how does it tell it?"""
