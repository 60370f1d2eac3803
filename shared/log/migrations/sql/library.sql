-- What programs that use the eventsourcing library keep beside the log.

create table log.snapshots (
    stream_id uuid not null,
    version int not null,
    type text not null,
    payload bytea not null,
    primary key (stream_id, version)
);

create table log.tracking (application_name text primary key, notification_id bigint not null);
