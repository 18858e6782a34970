alter table saga_instance
    -- The version of the definition it finishes on.
    add column version  int    not null default 1,
    -- The steps whose condition did not hold when they were reached, one bit each.
    add column skipped  bigint not null default 0,
    -- Where more than one step is done or undone at once: how far each is. Else it is null, and
    -- step, attempt, resting and due say it.
    add column branches text,
    -- Why an operator has given it up.
    add column abandoned_because text;
