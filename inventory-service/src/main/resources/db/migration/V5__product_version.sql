-- Of two readings of a product, the one with the higher version is the later.
alter table product add column version bigint not null default 1 check (version > 0);
