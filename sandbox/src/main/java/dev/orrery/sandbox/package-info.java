/**
 * The whole system on one machine with no Docker: a real Kafka broker, Postgres and Redis, a trace
 * store, the payment provider and the services, each a process of its own.
 *
 * <p>{@link dev.orrery.sandbox.TestInfrastructure} gives a service's tests the same servers, one
 * start per JVM.
 */
@NullMarked
package dev.orrery.sandbox;

import org.jspecify.annotations.NullMarked;
