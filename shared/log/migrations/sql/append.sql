-- Appends everything or nothing, in one statement. Returns the position of the first event, the others follow
-- without a gap; or null where at least one command is in the log already, or a stream is not at the version its
-- writer expected. Both are found before a position is drawn: burnt positions would make readers wait for nothing.
create function log.append(
    check_streams uuid[], check_versions int[],
    stream_ids uuid[], occurred timestamptz[], actors text[], branches text[], sources text[],
    command_ids uuid[], digests bigint[], correlation_ids uuid[], causation_ids uuid[], firsts int[],
    commits int[], versions int[], types text[], schema_versions smallint[], ends int[], payloads bytea
) returns bigint language plpgsql
-- Plans are cached while the table is still small; without this they would keep scanning it when it is large.
-- For the same reason the checks are written so that an index look-up is the only other way.
set enable_seqscan = off
as $$
declare
    wanted int := cardinality(types);
    first bigint;
    last bigint;
begin
    -- Taken before any position is drawn, held to the end of the transaction: the fence rests on it.
    lock table log.events in row exclusive mode;

    if exists (select from log.events where command_id = any(command_ids)) then
        return null;
    end if;
    if exists (
        select from unnest(check_streams, check_versions) as s (id, expected)
        where s.expected is distinct from
              coalesce((select max(e.version) from log.events e where e.stream_id = s.id), 0)
    ) then
        return null;
    end if;

    -- Positions of one append are contiguous: a block is drawn while nobody else draws. The lock is given back at
    -- once, so a slow writer never stands in another's way.
    perform pg_advisory_lock(7236843520250001);
    loop
        select min(p), max(p) into first, last
            from (select nextval('log.events_position') as p from generate_series(1, wanted)) as drawn;
        exit when last - first = wanted - 1;
    end loop;
    perform pg_advisory_unlock(7236843520250001);

    insert into log.events (
        position, stream_id, version, type, schema_version, occurred_at, actor, branch, source,
        command_id, command_seq, command_digest, correlation_id, causation_id, payload)
    select first + e.place - 1, c.stream_id, e.version, e.type, e.schema_version, c.occurred_at, c.actor, c.branch,
           c.source, c.command_id, e.place - c.begin, c.digest, c.correlation_id, c.causation_id,
           substring(payloads from e.start + 1 for e.until - e.start)
    from unnest(commits, versions, types, schema_versions, 0 || ends, ends) with ordinality
            as e (commit, version, type, schema_version, start, until, place)
        join unnest(stream_ids, occurred, actors, branches, sources, command_ids, digests, correlation_ids,
                    causation_ids, firsts) with ordinality
            as c (stream_id, occurred_at, actor, branch, source, command_id, digest, correlation_id,
                  causation_id, begin, number)
            on c.number = e.commit;
    return first;
end $$;

-- The usual case, a lone event of a lone command, at half the cost: the same checks, in the same order, on scalars.
create function log.append_one(
    stream uuid, expected int, occurred timestamptz, actor text, branch text, source text,
    command uuid, digest bigint, correlation uuid, causation uuid, type text, schema_version smallint, payload bytea
) returns bigint language plpgsql
set enable_seqscan = off
as $$
declare
    first bigint;
begin
    lock table log.events in row exclusive mode;

    if exists (select from log.events where command_id = command) then
        return null;
    end if;
    if expected <> coalesce((select max(e.version) from log.events e where e.stream_id = stream), 0) then
        return null;
    end if;

    -- A lone position only has to keep out of the blocks that others draw.
    perform pg_advisory_lock_shared(7236843520250001);
    first := nextval('log.events_position');
    perform pg_advisory_unlock_shared(7236843520250001);

    insert into log.events (
        position, stream_id, version, type, schema_version, occurred_at, actor, branch, source,
        command_id, command_seq, command_digest, correlation_id, causation_id, payload)
    values (first, stream, expected + 1, type, schema_version, occurred, actor, branch, source,
            command, 0, digest, correlation, causation, payload);
    return first;
end $$;
