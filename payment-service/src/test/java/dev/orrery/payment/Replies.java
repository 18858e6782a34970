package dev.orrery.payment;

import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentReply;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import dev.orrery.messaging.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionOperations;

/** The other end of the conversation: sends commands and hears the replies, over Kafka. */
public final class Replies {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Queue<Inbound<PaymentReply>> heard = new ConcurrentLinkedQueue<>();
  private final Outbox outbox;
  private final TransactionOperations transactions;

  Replies(Outbox outbox, TransactionOperations transactions) {
    this.outbox = outbox;
    this.transactions = transactions;
  }

  @TestConfiguration(proxyBeanMethods = false)
  public static class Configuration {

    @Bean
    Replies replies(Outbox outbox, TransactionOperations transactions) {
      return new Replies(outbox, transactions);
    }

    @Bean
    Subscription<PaymentReply> paymentReplies(Replies replies) {
      return Subscription.inbox(
          Topics.ORDER_REPLIES, "the-saga", PaymentReply.class, replies.heard::addAll);
    }
  }

  /** Returns the id of the message, by which its answer is known. */
  public UUID send(PaymentCommand command) {
    UUID id = Ids.next();
    String key = command.orderId().toString();
    var message =
        new Outbound(
            id,
            Topics.PAYMENT_COMMANDS,
            key,
            command.orderId(),
            null,
            Topics.ORDER_REPLIES,
            null,
            command);
    transactions.executeWithoutResult(_ -> outbox.append(message));
    return id;
  }

  /** Sends and waits for the answer to this very message. */
  public PaymentReply ask(PaymentCommand command) {
    return awaitReplyTo(send(command));
  }

  public PaymentReply awaitReplyTo(UUID message) {
    return await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> to(message), replies -> !replies.isEmpty())
        .getFirst();
  }

  public List<PaymentReply> to(UUID message) {
    return heard.stream()
        .filter(reply -> message.equals(reply.causationId()))
        .map(Inbound::payload)
        .toList();
  }
}
