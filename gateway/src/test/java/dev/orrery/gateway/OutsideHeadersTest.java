package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a caller says in our name does not get through. */
class OutsideHeadersTest extends BehindGateway {

  @Test
  void nobodyOutsideSpeaksInOurName() throws Exception {
    AtomicReference<Headers> seen = new AtomicReference<>();
    orders.answers(exchange -> {
      seen.set(exchange.getRequestHeaders());
      Upstream.text(200, "ok").to(exchange);
    });
    send(
        to("/api/orders/1")
            .header("Orrery-Customer", "1")
            .header("orrery_customer", "1")
            .header("X-Orrery-Operator", "true")
            .header("X-Forwarded-For", "10.0.0.1")
            .header("x_forwarded_for", "10.0.0.1")
            .header("X-Forwarded-Host", "evil.example")
            .header("Forwarded", "for=10.0.0.1")
            .header("X-Original-URL", "/api/sagas")
            .header("X-Rewrite-Url", "/api/sagas")
            .header("X-HTTP-Method-Override", "DELETE")
            .header("X-Real-IP", "10.0.0.1")
            .header("X-Auth-User", "operator")
            .header("Idempotency-Key", "k1"));

    Headers passed = seen.get();
    assertThat(passed.getFirst("Idempotency-Key")).isEqualTo("k1");
    assertThat(passed.keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("orrery"))
        .doesNotContain("X-original-url", "X-rewrite-url", "X-http-method-override", "X-real-ip")
        .doesNotContain("X-auth-user");
    assertThat(passed.toString()).doesNotContain("10.0.0.1", "evil.example");
  }
}
