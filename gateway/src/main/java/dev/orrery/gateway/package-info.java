/**
 * The one door. A request passes, in this order, the check of its path and size, then its route's
 * guard: bulkhead, circuit breaker, choice of an instance, time limit; then it is relayed.
 *
 * <p>Order matters: what the bulkhead turns away never counts against the upstream, an open breaker
 * costs no instance a request, and the time limit covers connecting and waiting alike. A slot is
 * held until the last byte of the answer has been relayed. What the upstream answers passes through
 * unchanged; what the gateway itself answers is a problem that names the route and the guard.
 */
@NullMarked
package dev.orrery.gateway;

import org.jspecify.annotations.NullMarked;
