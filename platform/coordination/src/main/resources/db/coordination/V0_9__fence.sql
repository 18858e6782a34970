-- The highest token that a holder of each lock has shown with a write, and whose it was: a lower one
-- is refused, and so is the same one in other hands, which a Redis that lost its data may give.
create table fence (
    name   text collate "C" primary key,
    token  bigint not null check (token > 0),
    holder uuid   not null
) with (fillfactor = 50);
