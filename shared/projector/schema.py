"""Which tables say what read models there are, how far each has come, and what it could not take?"""

from sqlalchemy import Connection

from shared.log.roles import READER

# A build is one filling of a read model: the code's version, and how often that was folded again from zero.
_TABLES = """
create table if not exists read.builds (
    name text not null,
    version int not null default 1,
    generation int not null default 0,
    state text not null default 'filling'
        check (state in ('filling', 'serving', 'rebuilding', 'verified', 'previous')),
    paused boolean not null default false,
    error text,
    created_at timestamptz not null default now(),
    details jsonb not null default '{}',
    primary key (name, version, generation)
);
create unique index if not exists builds_serving on read.builds (name) where state = 'serving';

create table if not exists read.checkpoints (
    name text not null,
    version int not null default 1,
    generation int not null default 0,
    partition smallint not null default -1,
    position bigint not null default 0,
    updated_at timestamptz not null default now(),
    owner text,
    primary key (name, version, generation, partition)
) with (fillfactor = 20);

create table if not exists read.parked (
    name text not null,
    version int not null,
    generation int not null,
    position bigint not null,
    stream_id uuid not null,
    type text not null,
    reason text not null,
    poison boolean not null,
    attempts int not null default 1,
    parked_at timestamptz not null default now(),
    skipped_at timestamptz,
    primary key (name, version, generation, position)
);
create index if not exists parked_streams on read.parked (stream_id);

create table if not exists read.gaps (
    at timestamptz not null default now(),
    reader text not null,
    after bigint not null,
    upto bigint not null
);

create or replace view read.serving as
    select b.name, b.version, b.generation, min(c.position) as position, max(c.updated_at) as updated_at,
           b.paused, b.error
    from read.builds b join read.checkpoints c using (name, version, generation)
    where b.state = 'serving' group by b.name, b.version, b.generation;

-- New read models: nobody waits for them, and nothing shows them, until they have caught up.
create or replace view read.filling as
    select b.name, b.version, b.generation, coalesce(min(c.position), 0) as position, b.error
    from read.builds b left join read.checkpoints c using (name, version, generation)
    where b.state = 'filling'
      and not exists (select from read.builds s where s.name = b.name and s.state = 'serving')
    group by b.name, b.version, b.generation;

-- What these read models show, all of them; the log's watermark where none is named. Asked with every query:
-- a function, whose plan is made once for a session.
create or replace function read.reflected(names text[]) returns bigint language plpgsql stable as $$
begin
    return (select coalesce(min(c.position), (select position from log.watermark))
            from read.builds b join read.checkpoints c using (name, version, generation)
            where b.state = 'serving' and b.name = any(names));
end $$;
"""

# Every build takes all of these steps. A function, because its plan is made once for a session.
_MOVE = """
create or replace function read.move(
    names text[], versions int[], generations int[], parts smallint[], befores bigint[], afters bigint[],
    me text, out moved bigint, out strangers bigint)
language plpgsql as $$
begin
    with step as (
        update read.checkpoints c set position = p.after, updated_at = clock_timestamp()
        from unnest(names, versions, generations) as b (name, version, generation),
             unnest(parts, befores, afters) as p (partition, before, after)
        where (c.name, c.version, c.generation, c.partition) = (b.name, b.version, b.generation, p.partition)
          and c.position = p.before
        returning c.owner)
    select count(*), count(*) filter (where owner is distinct from me) into moved, strangers from step;
end $$"""
_WITHOUT_BUILDS = """
select exists (
    select from pg_attribute
    where attrelid = to_regclass('read.checkpoints') and attname = 'serving' and not attisdropped)"""
# Each checkpoint was one row then. `prepare` splits those of projections that follow by partitions.
_MOVE_TO_BUILDS = """
create table read.builds_found as
    select name, version, case when serving then 'serving' else 'filling' end as state from read.checkpoints;
alter table read.checkpoints
    drop constraint checkpoints_pkey, drop column error, drop column serving,
    add column generation int not null default 0,
    add column partition smallint not null default -1,
    add column owner text,
    add primary key (name, version, generation, partition),
    set (fillfactor = 20);
"""
_BUILDS_FOUND = """
insert into read.builds (name, version, state) select name, version, state from read.builds_found;
drop table read.builds_found"""


def create(connection: Connection) -> None:
    """Create the tables that are missing, and bring those of an earlier release to this shape."""
    earlier = connection.exec_driver_sql(_WITHOUT_BUILDS).scalar_one()
    if earlier:
        connection.exec_driver_sql(_MOVE_TO_BUILDS)
    connection.exec_driver_sql(_TABLES)
    connection.exec_driver_sql(_MOVE)
    if earlier:
        connection.exec_driver_sql(_BUILDS_FOUND)
    for table in ("builds", "checkpoints", "parked", "gaps", "serving", "filling"):
        connection.exec_driver_sql(f"grant select on read.{table} to {READER}")
