-- SKUs compare by their bytes ("C"), so that pages and lock order are the same on every server.
create table product (
    sku          text collate "C" primary key check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    name         text   not null,
    description  text   not null,
    category     text   not null,
    price_amount bigint not null check (price_amount >= 0),
    currency     text   not null check (currency ~ '^[A-Z]{3}$')
);

comment on column product.price_amount is 'minor units of the currency (cents)';
