-- Which imports were there, and which streams did one of them touch? Partial, so that what people and programs
-- do one by one costs nothing.
create index events_traces on log.events (source, correlation_id, position)
    where source in ('import', 'automation', 'undo');
