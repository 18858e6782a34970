package dev.orrery.order.cancellation;

import java.util.UUID;

/** What the saga remembers of a cancellation. */
record CancelOrder(UUID orderId) {}
