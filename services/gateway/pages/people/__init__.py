"""Pages about who works here: people, branches, teams."""
