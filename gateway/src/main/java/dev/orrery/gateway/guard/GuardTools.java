package dev.orrery.gateway.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.util.random.RandomGenerator;

/** What all guards share. */
record GuardTools(
    TimeLimit timeLimit,
    Callers callers,
    RateLimiter sharedLimiter,
    RateLimiter localLimiter,
    CircuitBreakerRegistry breakers,
    MeterRegistry meters,
    Tracer tracer,
    RandomGenerator random) {}
