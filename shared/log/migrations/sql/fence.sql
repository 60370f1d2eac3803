-- The watermark: every position up to it is visible, or dead for ever.

create table log.watermark (
    one boolean primary key default true check (one),
    position bigint not null,
    at timestamptz not null
);
insert into log.watermark (position, at) values (0, clock_timestamp());

-- Transactions that may still commit a position: whoever inserts holds this lock before it draws one.
create view log.appenders as
    select virtualtransaction, pid
    from pg_locks
    where locktype = 'relation' and relation = 'log.events'::regclass
      and database = (select oid from pg_database where datname = current_database())
      and mode = 'RowExclusiveLock' and granted;

-- One look of the fence: the last position drawn, and after that whoever may still commit one at or below it.
create function log.look(out drawn bigint, out appenders text[]) language plpgsql as $$
begin
    select case when is_called then last_value else 0 end into drawn from log.events_position;
    select coalesce(array_agg(virtualtransaction), '{}') into appenders from log.appenders;
end $$;

create function log.publish(reached bigint) returns bigint language plpgsql
set synchronous_commit = off  -- a watermark lost in a crash is found again
as $$
declare published bigint;
begin
    update log.watermark set position = reached, at = clock_timestamp() where position < reached
        returning position into published;
    return coalesce(published, (select position from log.watermark));
end $$;

-- Runs with its owner's rights, so that a service may see the sessions of other roles.
create function log.holders() returns table (pid int, application_name text, seconds double precision)
language sql security definer set search_path = pg_catalog, log as $$
    select a.pid, s.application_name,
           extract(epoch from clock_timestamp() - s.xact_start)::double precision
    from log.appenders a left join pg_stat_activity s on s.pid = a.pid
    where a.pid is distinct from pg_backend_pid()
    order by 3 desc nulls first
$$;
