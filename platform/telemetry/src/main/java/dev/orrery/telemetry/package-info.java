/**
 * What a service shows of itself: spans, metrics, health and logs that carry the trace id.
 *
 * <p>A trace is kept or not at its root, once for all services, by a budget of traces per second: a
 * person who places an order always sees its trace, and a load run does not drown the store. Spans
 * leave in batches from a bounded queue; a store that is away costs the spans and nothing else.
 * Metrics are scraped.
 */
@NullMarked
package dev.orrery.telemetry;

import org.jspecify.annotations.NullMarked;
