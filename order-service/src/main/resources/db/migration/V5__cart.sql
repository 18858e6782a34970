-- Carts, as far as they were written: the newest are in Redis.
create table cart (
    id         uuid        primary key,
    version    bigint      not null check (version > 0),
    -- Empty where the cart was thrown away: its version is kept for a while. As text is, for jsonb
    -- would not keep its lines in order.
    cart       json,
    changed_at timestamptz not null default clock_timestamp()
);
create index cart_newest on cart (version);
create index cart_oldest on cart (changed_at);
