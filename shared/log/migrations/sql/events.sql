-- The log itself: append-only for everyone, and readable as JSON.

create sequence log.events_position as bigint cache 1;  -- the fence is sound only with cache 1

create table log.events (
    position bigint primary key default nextval('log.events_position'),
    stream_id uuid not null,
    version int not null,
    type text not null,
    schema_version smallint not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    actor text not null,
    branch text not null,
    source text not null,
    command_id uuid not null,
    command_seq smallint not null,
    command_digest bigint not null,
    correlation_id uuid not null,
    causation_id uuid,
    payload bytea not null,
    constraint events_stream_version unique (stream_id, version),
    constraint events_command_seq unique (command_id, command_seq),
    constraint events_version_counts check (version >= 0)
);
alter sequence log.events_position owned by log.events.position;
alter table log.events enable row level security;
create policy everyone_reads on log.events for select using (true);

create function log.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The event log is append-only: % on log.events is refused.', tg_op
        using errcode = 'insufficient_privilege',
              hint = 'Record a new event that corrects the old one.';
end $$;

create trigger append_only before update or delete or truncate on log.events
    for each statement execute function log.refuse_change();
alter table log.events enable always trigger append_only;

create view log.event_data as
    select position, stream_id, version, type, schema_version, occurred_at, recorded_at, actor, branch, source,
           command_id, correlation_id, causation_id, convert_from(payload, 'UTF8')::jsonb as data
    from log.events;

create table log.relay_cursor (name text primary key, position bigint not null);
