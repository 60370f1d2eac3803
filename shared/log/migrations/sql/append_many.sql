-- Draws a position outside the blocks that others draw; called within the INSERT that stores it, which by then holds
-- its lock on log.events: the fence rests on it. Every expression here is one that needs no plan.
create function log.draw() returns bigint language plpgsql as $$
declare
    drawn bigint;
begin
    if not pg_try_advisory_lock_shared(7236843520250001) then
        perform pg_advisory_lock_shared(7236843520250001);
    end if;
    drawn := nextval('log.events_position');
    if pg_advisory_unlock_shared(7236843520250001) then
        return drawn;
    end if;
    raise exception 'The lock under which positions are drawn was lost.';
end $$;

-- Draws that many positions without a gap, and returns the first. The lock is given back at once, so a slow writer
-- never stands in another's way. The caller locks log.events before.
create function log.draw_block(wanted int) returns bigint language plpgsql as $$
declare
    first bigint;
    last bigint;
begin
    perform pg_advisory_lock(7236843520250001);
    loop
        select min(p), max(p) into first, last
            from (select nextval('log.events_position') as p from generate_series(1, wanted)) as drawn;
        exit when last - first = wanted - 1;
    end loop;
    perform pg_advisory_unlock(7236843520250001);
    return first;
end $$;

-- Plans are cached while the table is still small; without this setting they would keep scanning it when it is large.
create function log.has_version(stream uuid, wanted int) returns boolean language plpgsql
set enable_seqscan = off as $$
begin
    return exists (select from log.events e where e.stream_id = stream and e.version = wanted);
end $$;

-- A lone event of a lone command. Returns its position, or null where the command is in the log already, or the
-- stream is not at the version its writer expected: the unique keys tell, for a fifth of what look-ups would cost.
create or replace function log.append_one(
    stream uuid, expected int, occurred timestamptz, actor text, branch text, source text,
    command uuid, digest bigint, correlation uuid, causation uuid, type text, schema_version smallint, payload bytea
) returns bigint language plpgsql as $$
declare
    appended bigint;
begin
    if expected > 0 then
        if not log.has_version(stream, expected) then
            return null;
        end if;
    end if;
    insert into log.events as e (
        position, stream_id, version, type, schema_version, occurred_at, actor, branch, source,
        command_id, command_seq, command_digest, correlation_id, causation_id, payload)
    values (log.draw(), stream, expected + 1, type, schema_version, occurred, actor, branch, source,
            command, 0, digest, correlation, causation, payload)
    on conflict do nothing
    returning e.position into appended;
    return appended;
end $$;

-- Several commits in one statement. `each` false: all of them or none. `each` true: those that can be appended; they
-- concern different streams and are different commands.
-- Returns the position of the first event, the others follow without a gap, those of refused commits included; null
-- where nothing was appended. `refused` numbers the commits whose stream is not at the version expected or, where
-- `each` may go its own way, whose command is in the log already; else the unique keys tell.
-- expected: the version of the stream; null for a commit that follows another on its stream in this very call.
-- firsts: the place of the commit's first event among all events, from 1.
create function log.append(
    each boolean,
    stream_ids uuid[], expected int[], occurred timestamptz[], actors text[], branches text[], sources text[],
    command_ids uuid[], digests bigint[], correlation_ids uuid[], causation_ids uuid[], firsts int[],
    commits int[], versions int[], types text[], schema_versions smallint[], ends int[], payloads bytea,
    out first bigint, out refused int[]
) language plpgsql
set enable_seqscan = off
as $$
begin
    -- Taken before any position is drawn, held to the end of the transaction: the fence rests on it.
    lock table log.events in row exclusive mode;
    refused := array(
        select c.number from unnest(stream_ids, expected, command_ids) with ordinality
            as c (stream_id, expected, command_id, number)
        where c.expected > 0
              and not exists (select from log.events e where e.stream_id = c.stream_id and e.version = c.expected)
           or each
              and (exists (select from log.events e
                           where e.stream_id = c.stream_id and e.version = c.expected + 1)
                   or exists (select from log.events e where e.command_id = c.command_id)));
    if cardinality(refused) = cardinality(stream_ids) or cardinality(refused) > 0 and not each then
        return;
    end if;
    first := log.draw_block(cardinality(types));
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
            on c.number = e.commit
    where not e.commit = any(refused);
end $$;
