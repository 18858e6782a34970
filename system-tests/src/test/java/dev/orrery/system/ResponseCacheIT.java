package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.shop.Answer;
import dev.orrery.sandbox.shop.Http;
import org.junit.jupiter.api.Test;

/** What the gateway answers itself. */
class ResponseCacheIT {
  private static final String PATH = "/api/products/ORR-1043";

  private final Http gateway = new Http(Deployment.current().uri("gateway"));

  @Test
  void aProductIsServedByTheGatewayAndWhoHasItIsToldSo() {
    await().until(() -> gateway.get(PATH).expect(200).header("Cache-Status").contains("; hit"));
    Answer shown = gateway.get(PATH).expect(200);
    Answer again =
        Http.send(gateway.request(PATH).header("If-None-Match", shown.header("ETag")).build());
    assertThat(again.status()).isEqualTo(304);
    assertThat(gateway.get(PATH + "/stock").expect(200).header("Cache-Status"))
        .doesNotContain("stored");
  }
}
