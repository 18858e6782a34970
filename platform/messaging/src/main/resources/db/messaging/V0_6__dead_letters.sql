-- The dead letters of this service's subscriptions, as read from the topics they were put into.
create table dead_letter (
    id               bigint generated always as identity primary key,
    consumer         text        not null,
    topic            text        not null,
    origin_partition integer     not null,
    origin_offset    bigint      not null,
    message_id       uuid,
    message_type     text,
    message_key      bytea,
    headers          text        not null,
    body             bytea,
    reason           text        not null,
    attempts         integer     not null,
    failed_at        timestamptz not null,
    status           text        not null default 'KEPT'
        check (status in ('KEPT', 'QUEUED', 'REDRIVEN', 'DISCARDED')),
    -- A record that is put aside twice, or read twice from there, is one letter. Offsets begin again
    -- where a topic is made anew; message ids do not.
    unique nulls not distinct (consumer, topic, origin_partition, origin_offset, message_id)
);

create index dead_letter_open on dead_letter (status, id) where status in ('KEPT', 'QUEUED');
create index dead_letter_message on dead_letter (consumer, message_id)
    where status in ('KEPT', 'QUEUED');
create index dead_letter_failed_at on dead_letter (failed_at);

-- What was done with a letter, by whom.
create table dead_letter_action (
    id          bigint generated always as identity primary key,
    letter_id   bigint      not null references dead_letter on delete cascade,
    action      text        not null,
    operator    text,
    detail      text,
    trace_id    text,
    happened_at timestamptz not null default clock_timestamp()
);

create index dead_letter_action_of on dead_letter_action (letter_id);
