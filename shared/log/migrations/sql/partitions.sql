-- The slice of a stream: the last ten bits of the first 32 of its id, mixed with those of the last 32.
create function log.slice_of(stream_id uuid) returns int language sql immutable strict parallel safe
return ((get_byte(uuid_send(stream_id), 2) # get_byte(uuid_send(stream_id), 14)) & 3) << 8
     | (get_byte(uuid_send(stream_id), 3) # get_byte(uuid_send(stream_id), 15));

-- 16 partitions of 64 neighbouring slices each.
create function log.partition_of(stream_id uuid) returns int language sql immutable strict parallel safe
return log.slice_of(stream_id) >> 6;

-- The last event the broker has confirmed in each partition: what the next message names as the one before it.
alter table log.relay_cursor add column previous bigint[] not null default array_fill(0::bigint, array[16]);

-- Events are recorded in the order of their positions, nearly: a few blocks tell where an instant lies.
create index events_recorded on log.events using brin (recorded_at) with (pages_per_range = 32);

-- What followed from what. Partial, so that what people do directly costs nothing.
create index events_causes on log.events (causation_id) where causation_id is not null;
