alter table reservation
    drop constraint reservation_state_check,
    add constraint reservation_state_check
        check (state in ('RESERVED', 'REJECTED', 'COMMITTED', 'RETURNED', 'RELEASED', 'EXPIRED'));
