/**
 * What stands between a route and its upstream. From the outside in, and decided in {@link
 * dev.orrery.gateway.guard.Guard} alone: deadline, rate limit, bulkhead, circuit breaker, retry,
 * limit of an attempt.
 *
 * <p>The package knows no route and no service: it is a filter of Spring Cloud Gateway Server
 * WebMVC, and can be copied into another gateway as it is. There, import {@link
 * dev.orrery.gateway.guard.GuardsConfiguration}, write {@code Guard=NAME} among the filters of a
 * route, and in {@code orrery.guards.defaults} and {@code orrery.guards.routes.NAME} what should be
 * other than in {@link dev.orrery.gateway.guard.GuardSettings}. It needs virtual threads: an
 * attempt is ended by interrupting it, which a socket heeds on those only.
 */
@NullMarked
package dev.orrery.gateway.guard;

import org.jspecify.annotations.NullMarked;
