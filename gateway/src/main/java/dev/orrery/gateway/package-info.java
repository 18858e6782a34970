/**
 * The one door. A request passes the check of its path and size, its body is taken in, then come
 * the {@link dev.orrery.gateway.guard guards} of its route and the choice of an instance; then it
 * is relayed.
 *
 * <p>What the upstream answers passes through unchanged; what the gateway itself answers is a
 * problem that names the route and the guard.
 */
@NullMarked
package dev.orrery.gateway;

import org.jspecify.annotations.NullMarked;
