-- How often something was tried lately, counted by all processes together. Not history: a line is forgotten some
-- time after its window, and all of them with a crash of the server, which is why nothing is written ahead.
create unlogged table log.tries (
    key text primary key,
    tries int not null,
    began timestamptz not null,
    locked_until timestamptz not null
);
create index tries_began on log.tries (began);
