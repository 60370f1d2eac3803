"""Pages about who may do what: roles, and why somebody may or may not."""
