"""The pages of groups and tags."""
