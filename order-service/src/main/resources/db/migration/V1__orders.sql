create table orders (
    id             uuid primary key,
    customer_id    uuid        not null,
    state          text        not null check (state in ('PENDING', 'CONFIRMED', 'REJECTED')),
    reason         text,
    version        int         not null,
    lines          jsonb       not null,
    total_amount   bigint      not null check (total_amount >= 0),
    currency       text        not null,
    payment_method text        not null,
    saga_id        uuid        not null,
    trace_id       text,
    placed_at      timestamptz not null,
    updated_at     timestamptz not null
)
with (fillfactor = 80);

-- Pages of orders run along their ids, which are in the order of time.
create index orders_customer on orders (customer_id, id);

create table order_history (
    order_id uuid        not null,
    version  int         not null,
    state    text        not null,
    reason   text,
    at       timestamptz not null,
    primary key (order_id, version)
);
