alter table saga_instance
    -- When it was first seen to be stuck, which is when that was logged.
    add column stuck_at timestamptz;

-- What operators have done to an instance, and why.
create table saga_intervention (
    id          bigint generated always as identity primary key,
    saga_id     uuid        not null references saga_instance,
    action      text        not null,
    operator    text        not null,
    reason      text,
    -- Where the instance was, and whether this moved it.
    status      text        not null,
    effective   boolean     not null,
    trace_id    text,
    happened_at timestamptz not null default clock_timestamp()
);

create index saga_intervention_saga on saga_intervention (saga_id);
