alter table payment
    drop constraint payment_state_check,
    add constraint payment_state_check
        check (state in ('AUTHORIZING', 'AUTHORIZED', 'DECLINED', 'CAPTURING', 'CAPTURED', 'VOIDING', 'VOIDED',
                         'REFUNDING', 'REFUNDED'));
