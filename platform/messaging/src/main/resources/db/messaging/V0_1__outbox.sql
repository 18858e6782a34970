-- Messages that belong to committed transactions and are not yet acknowledged by Kafka.
create table outbox (
    position       bigint generated always as identity primary key,
    message_id     uuid        not null,
    topic          text        not null,
    message_key    text        not null,
    message_type   text        not null,
    correlation_id uuid        not null,
    causation_id   uuid,
    reply_to       text,
    traceparent    text,
    body           text        not null,
    created_at     timestamptz not null default clock_timestamp()
)
-- Rows live for milliseconds: the table is nearly always empty, and vacuum has to keep it so.
with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
