package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.messaging.Ids;
import dev.orrery.payment.PaymentServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A provider that is away while more is asked of it than the service has room for. */
@TestPropertySource(
    properties = {
      "orrery.messaging.topic-prefix=payment-flow-test.",
      "orrery.payment.high-water=30",
      "orrery.payment.low-water=10",
      "spring.kafka.consumer.max-poll-records=10"
    })
class FlowControlTest extends PaymentServiceTest {
  private static final int ASKED = 300;

  /** Each of two consumers may have had a batch in hand. */
  private static final long MOST = 30 + 2 * 10;

  @Autowired private OperationRows operations;
  @Autowired private MeterRegistry meters;

  @AfterEach
  void leavesNothingOpen() {
    PROVIDER.heal();
    await().until(() -> operations.countOpen() == 0);
  }

  @Test
  void leavesInKafkaWhatItHasNoRoomForAndDoesItAllInTheEnd() {
    PROVIDER.suffer(0, 0, true);
    List<UUID> sent =
        IntStream.range(0, ASKED)
            .mapToObj(_ -> Ids.next())
            .map(order ->
                saga.send(new AuthorizePayment(order, order, new Money(1999, "EUR"), "tok_visa")))
            .toList();
    await().until(() -> closed() == 1);
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> operations.countOpen() >= 30 && operations.countOpen() <= MOST);

    PROVIDER.heal();
    sent.forEach(id -> assertThat(saga.awaitReplyTo(id)).isInstanceOf(PaymentAuthorized.class));
    assertThat(sent).allSatisfy(id -> assertThat(saga.to(id)).hasSize(1));
    await().until(() -> closed() == 0);
  }

  private double closed() {
    return meters.get("orrery.flow.closed").tag("gate", "payment.commands").gauge().value();
  }
}
