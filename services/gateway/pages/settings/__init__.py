"""What stands around the pages of settings."""
