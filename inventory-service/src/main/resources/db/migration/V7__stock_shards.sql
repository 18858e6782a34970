-- A product that many want at once has its pieces on several rows, so that they do not wait for one.
-- Each of its rows says how many there are; those of a product that is not hot say one.
alter table stock
    add column shard  integer not null default 0 check (shard >= 0),
    add column shards integer not null default 1 check (shards between 1 and 64),
    add constraint shard_is_one_of_them check (shard < shards),
    drop constraint stock_pkey,
    add primary key (sku, shard);

comment on column stock.seeded is 'pieces ever brought here; moves to another shard of the product with the pieces';
