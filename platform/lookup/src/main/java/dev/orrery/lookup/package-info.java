/**
 * How a service finds the others and is found: by Eureka, or by DNS.
 *
 * <p>Callers name a service ({@code order-service}) and choose among its instances themselves;
 * {@code orrery.lookup.by} says where those come from, and nothing else changes with it.
 */
@NullMarked
package dev.orrery.lookup;

import org.jspecify.annotations.NullMarked;
