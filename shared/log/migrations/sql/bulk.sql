-- What precedes a COPY into log.events, in its transaction: the same rules as log.append. Returns the first of
-- `wanted` positions without a gap, or null where a stream is not at the version its writer expected. That a
-- command is in the log already, or a stream exists that was to begin, is left to the unique keys: in bulk it is
-- rare, and a look-up for each would cost as much as the insert.
create function log.reserve(check_streams uuid[], check_versions int[], wanted int) returns bigint
language plpgsql set enable_seqscan = off as $$
declare
    first bigint;
    last bigint;
begin
    -- Taken before any position is drawn, held to the end of the transaction: the fence rests on it.
    lock table log.events in row exclusive mode;
    if exists (
        select from unnest(check_streams, check_versions) as s (id, expected)
        where s.expected is distinct from
              coalesce((select max(e.version) from log.events e where e.stream_id = s.id), 0)
    ) then
        return null;
    end if;
    perform pg_advisory_lock(7236843520250001);
    loop
        select min(p), max(p) into first, last
            from (select nextval('log.events_position') as p from generate_series(1, wanted)) as drawn;
        exit when last - first = wanted - 1;
    end loop;
    perform pg_advisory_unlock(7236843520250001);
    return first;
end $$;
