-- Which streams did one long-running work touch? Partial, so that what people and programs do one by one costs nothing.
create index events_traces on log.events (correlation_id, source, position)
    where source in ('import', 'automation', 'undo');
