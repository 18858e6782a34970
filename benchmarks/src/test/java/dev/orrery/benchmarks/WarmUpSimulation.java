package dev.orrery.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** Lets the services compile what they will run; its figures do not count. */
public class WarmUpSimulation extends Simulation {
  {
    int seconds = Setting.number("orrery.bench.warm-up-seconds", 240);
    setUp(
            scenario("warm-up")
                .exec(Order.confirmed())
                .injectOpen(rampUsersPerSec(5).to(100).during(seconds)))
        .protocols(Order.gateway());
  }
}
