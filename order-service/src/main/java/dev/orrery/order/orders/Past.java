package dev.orrery.order.orders;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where an order has been, and since when. */
record Past(int version, OrderState state, @Nullable String reason, Instant at) {}
