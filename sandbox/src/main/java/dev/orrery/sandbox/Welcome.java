package dev.orrery.sandbox;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** What a newcomer reads when everything runs: where to look, what to try, how to break it. */
final class Welcome {

  private Welcome() {}

  static String text(Sandbox sandbox, FirstOrder order, Duration took) {
    URI gateway = sandbox.uri("gateway");
    return """

    Everything runs after %.1f s, and a first order was CONFIRMED within %d ms.

      gateway          %s
      its OpenAPI      %s/swagger-ui.html
      traces           %s/zipkin/
      registry         %s
      payment provider %s/v1/book/summary

    Place an order, see what there is, read the first order:

      curl -i %3$s/api/orders \\
        -H 'Content-Type: application/json' -H 'Prefer: wait=5' \\
        -H 'Idempotency-Key: %s' \\
        -d '%s'

      curl '%3$s/api/products?limit=5'

      curl %3$s/api/orders/%s

    Break it, and see every order end:

      ./orrery kill payment-service    (place orders now: they wait)
      ./orrery up                      (starts what is missing)
      ./orrery status | logs NAME | down | help
    """
        .formatted(
            took.toMillis() / 1000.0,
            order.took().toMillis(),
            gateway,
            gateway,
            sandbox.uri("zipkin"),
            sandbox.uri("discovery"),
            sandbox.uri("provider"),
            UUID.randomUUID(),
            FirstOrder.body(order.sku()),
            order.id());
  }
}
