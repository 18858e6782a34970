/**
 * A shared cache of answers, after RFC 9111, for routes that say so. It keeps what the upstream
 * allows to be kept and for as long, and nothing that is somebody's own.
 *
 * <p>It stands before the guards of its route: what it answers takes no place, and what a guard
 * refuses it may answer from what it has. What may be kept, and what may be served, are pure
 * decisions ({@link dev.orrery.gateway.cache.Lifetime}, {@link dev.orrery.gateway.cache.Choice});
 * {@link dev.orrery.gateway.cache.CachedRoute} does what they say.
 */
@NullMarked
package dev.orrery.gateway.cache;

import org.jspecify.annotations.NullMarked;
