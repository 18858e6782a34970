-- Values that the database would not take, set aside with what it said, until somebody decides.
create table write_behind_aside (
    buffer   text        collate "C" not null,
    key      text        collate "C" not null,
    version  bigint      not null check (version > 0),
    -- Bytes: what Postgres refuses as text has to fit too.
    data     bytea       not null,
    reason   text        not null,
    aside_at timestamptz not null default clock_timestamp(),
    primary key (buffer, key)
);
