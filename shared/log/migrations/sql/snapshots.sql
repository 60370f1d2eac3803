-- The state of a long stream at some version, so that it need not be folded from its first event. No fact: any of
-- them may be deleted at any time. `kind` is the context and name of the aggregate, and a digest of the code that
-- folds it; each kind keeps the newest state of a stream.
create table log.stream_snapshots (
    stream_id uuid not null,
    kind text not null,
    version int not null,
    state bytea not null,
    at timestamptz not null default clock_timestamp(),
    primary key (stream_id, kind)
);
alter table log.stream_snapshots enable row level security;
create policy everyone_reads on log.stream_snapshots for select using (true);

create function log.keep_snapshot(stream uuid, of_kind text, at_version int, new_state bytea) returns void
language sql
set synchronous_commit = off  -- one that is lost in a crash is taken again
as $$
    insert into log.stream_snapshots as s (stream_id, kind, version, state)
    values (stream, of_kind, at_version, new_state)
    on conflict (stream_id, kind) do update set version = excluded.version, state = excluded.state, at = excluded.at
    where s.version < excluded.version
$$;
