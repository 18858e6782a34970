package dev.orrery.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** Closed loop: so many customers, each with one order under way. Measures throughput. */
public class ClosedSimulation extends Simulation {
  {
    int customers = Setting.number("orrery.bench.customers", 48);
    int seconds = Setting.number("orrery.bench.seconds", 60);
    setUp(
            scenario("closed, " + customers + " customers")
                .exec(Order.confirmed())
                .injectClosed(constantConcurrentUsers(customers).during(seconds)))
        .protocols(Order.gateway());
  }
}
