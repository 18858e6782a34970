-- Money that is held at the moment, by how long: a handful of rows. The price is that a change of
-- state is a new entry in every index of the table.
create index payment_held_since on payment (updated_at) where state = 'AUTHORIZED';
