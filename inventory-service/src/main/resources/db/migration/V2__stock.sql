-- Every piece is available, reserved or sold, and all of them together are what was ever seeded:
-- a bug that makes or loses a piece cannot commit. To restock is to raise available and seeded.
-- Half of each page is left free, so that the many updates of a hot row stay on its page (HOT).
create table stock (
    sku       text collate "C" primary key references product (sku),
    available bigint not null check (available >= 0),
    reserved  bigint not null default 0 check (reserved >= 0),
    sold      bigint not null default 0 check (sold >= 0),
    seeded    bigint not null,
    constraint every_piece_is_somewhere check (available + reserved + sold = seeded)
) with (fillfactor = 50);

create table reservation (
    order_id   uuid primary key,
    version    integer     not null,
    state      text        not null check (state in ('RESERVED', 'REJECTED', 'COMMITTED', 'RELEASED', 'EXPIRED')),
    lines      jsonb       not null check (jsonb_typeof(lines) = 'object'),
    expires_at timestamptz check (expires_at is not null or state in ('REJECTED', 'RELEASED')),
    refusal    jsonb       check ((refusal is not null) = (state = 'REJECTED')),
    created_at timestamptz not null,
    updated_at timestamptz not null
) with (fillfactor = 80);

comment on column reservation.lines is 'pieces by SKU; empty where a release came before its reservation';

-- For the sweeper, and for counting: it holds the open reservations only.
create index reservation_open on reservation (expires_at) where state = 'RESERVED';
