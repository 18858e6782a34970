/**
 * What we claim to be fast. The load simulations drive the running system through its gateway, and
 * an order counts when its saga has ended: {@code Prefer: wait} makes the answer wait for
 * CONFIRMED, so that a request's time is the order's. {@link dev.orrery.benchmarks.PostgresCommits}
 * measures, on the same machine and database, what the disk allows.
 */
package dev.orrery.benchmarks;
