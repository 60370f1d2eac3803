"""What does `hindsight doctor` look at, and what does it say?"""
