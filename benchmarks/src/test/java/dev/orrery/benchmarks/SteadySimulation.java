package dev.orrery.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** Open loop: orders come at a steady rate, however long each takes. Measures latency. */
public class SteadySimulation extends Simulation {
  {
    int rate = Setting.number("orrery.bench.steady-rate", 50);
    int seconds = Setting.number("orrery.bench.seconds", 60);
    setUp(
            scenario("steady, " + rate + " orders/s")
                .exec(Order.confirmed())
                .injectOpen(constantUsersPerSec(rate).during(seconds)))
        .protocols(Order.gateway());
  }
}
