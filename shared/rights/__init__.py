"""Who may see and do what? One answer for commands, queries, exports, search and live updates."""
