package dev.orrery.payment.authorization;

import dev.orrery.payment.provider.Standing;

/** What the provider says about an operation that was carried out. */
record Outcome(Operation operation, Standing says) {}
