alter table orders
    drop constraint orders_state_check,
    add constraint orders_state_check
        check (state in ('PENDING', 'CONFIRMED', 'REJECTED', 'SHIPPED', 'CANCELLING', 'CANCELLED',
                         'ABANDONED'));
