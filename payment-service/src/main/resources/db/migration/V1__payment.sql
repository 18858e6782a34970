-- One payment an order: whatever is decided about its money is decided under the lock of this row.
create table payment (
    order_id   uuid        primary key,
    -- The reference under which the provider knows it.
    payment_id uuid        not null unique,
    -- Absent where the order was voided before anybody asked for its money.
    amount     bigint      check (amount >= 0),
    currency   text,
    token      text,
    state      text        not null,
    reason     text,
    -- Grows with every change of state; what is done for one version is void under the next.
    version    integer     not null,
    updated_at timestamptz not null default clock_timestamp(),
    check ((amount is null) = (currency is null) and (amount is null) = (token is null)),
    check (state in ('AUTHORIZING', 'AUTHORIZED', 'DECLINED', 'CAPTURING', 'CAPTURED', 'VOIDING', 'VOIDED'))
)
-- Room for the rewrites of a row on its own page: no index changes with its state.
with (fillfactor = 60);

create table payment_history (
    order_id uuid        not null references payment,
    version  integer     not null,
    state    text        not null,
    reason   text,
    at       timestamptz not null default clock_timestamp(),
    primary key (order_id, version)
);

-- What the provider is to be told and has not settled yet: at most one thing for each payment.
create table provider_operation (
    order_id    uuid        primary key references payment,
    -- The version of the payment that asked for it.
    version     integer     not null,
    action      text        not null,
    -- How often it was taken up; more than once means that it may have been done already.
    attempts    integer     not null,
    -- When it is to be taken up: by the next retry, or because whoever works on it must have died.
    due_at      timestamptz not null,
    -- Where to answer: [{"action", "address"}].
    waiting     jsonb       not null,
    traceparent text,
    opened_at   timestamptz not null default clock_timestamp()
)
-- Rows live for milliseconds: the table is nearly always empty, and vacuum has to keep it so.
with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create index provider_operation_due_at on provider_operation (due_at);
