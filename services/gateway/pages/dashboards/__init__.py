"""Figures of the company, each of which opens what it is made of."""
