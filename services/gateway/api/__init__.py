"""The JSON API under /api/v1: every command, every query, the live feed."""
