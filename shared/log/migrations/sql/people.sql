-- Who may do what is asked before every command and every page: the facts about people are few, and found by
-- themselves however long the log is. Partial, so that all others cost nothing.
create index events_people on log.events (position) where starts_with(type, 'identity.');
