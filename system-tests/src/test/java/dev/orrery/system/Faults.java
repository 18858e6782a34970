package dev.orrery.system;

import dev.orrery.sandbox.shop.Http;

/** What the payment provider suffers from until this is closed. */
final class Faults implements AutoCloseable {
  private final Http provider;

  private Faults(Deployment deployment, String faults) {
    this.provider = new Http(deployment.uri("provider"));
    provider.send("PUT", "/v1/faults", faults).expect(200);
  }

  /** It drops every connection and does nothing. */
  static Faults outage(Deployment deployment) {
    return new Faults(deployment, "{\"errorRate\":0,\"latencyMillis\":0,\"outage\":true}");
  }

  /** That share of its calls fails, half of them after having done what was asked. */
  static Faults errors(Deployment deployment, double rate) {
    return new Faults(
        deployment, "{\"errorRate\":%s,\"latencyMillis\":0,\"outage\":false}".formatted(rate));
  }

  @Override
  public void close() {
    provider.send("DELETE", "/v1/faults", "").expect(200);
  }
}
