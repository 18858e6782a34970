package dev.orrery.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** Open loop at the rate the system is to sustain: with a growing backlog, latency would grow. */
public class HighSimulation extends Simulation {
  {
    int rate = Setting.number("orrery.bench.high-rate", 150);
    int seconds = Setting.number("orrery.bench.seconds", 60);
    setUp(
            scenario("high, " + rate + " orders/s")
                .exec(Order.confirmed())
                .injectOpen(constantUsersPerSec(rate).during(seconds)))
        .protocols(Order.gateway());
  }
}
