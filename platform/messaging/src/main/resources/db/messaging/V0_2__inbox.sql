-- Messages whose effect is in the database: written in the transaction of the effect.
create table inbox (
    consumer    text        not null,
    message_id  uuid        not null,
    received_at timestamptz not null default clock_timestamp(),
    primary key (consumer, message_id)
);

create index inbox_received_at on inbox using brin (received_at);
