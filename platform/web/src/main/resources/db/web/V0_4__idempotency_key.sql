-- Requests that were carried out, by the caller's key; written in the transaction of their effect.
create table idempotency_key (
    scope        text        not null,
    key          text        not null,
    request_hash text        not null,
    result       text        not null,
    created_at   timestamptz not null default clock_timestamp(),
    primary key (scope, key)
);

create index idempotency_key_created_at on idempotency_key using brin (created_at);
