-- One row an instance; what the engine calls its state.
create table saga_instance (
    id          uuid primary key,
    name        text        not null,
    status      text        not null,
    step        int         not null,
    attempt     int         not null,
    resting     boolean     not null,
    due         timestamptz not null,
    deadline    timestamptz not null,
    data        text        not null,
    traceparent text,
    started_at  timestamptz not null,
    updated_at  timestamptz not null,
    -- When to look at it again: never later than due, sometimes earlier; null once it has ended.
    wake_at     timestamptz
)
with (fillfactor = 70);

create index saga_instance_wake_at on saga_instance (wake_at) where wake_at is not null;

-- One row a command sent; a reply finds its saga by the id of the command it answers.
create table saga_command (
    message_id  uuid primary key,
    saga_id     uuid        not null references saga_instance,
    step        int         not null,
    step_name   text        not null,
    action      text        not null,
    attempt     int         not null,
    sent_at     timestamptz not null,
    answered_at timestamptz,
    answer      text
)
with (fillfactor = 80);

create index saga_command_saga on saga_command (saga_id);
