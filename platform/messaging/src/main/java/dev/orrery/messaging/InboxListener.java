package dev.orrery.messaging;

import io.micrometer.observation.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Handles a poll's records in one transaction; where that fails, each in its own. A poison record
 * ends in the dead letters; an outage is thrown to the container, which waits and delivers again.
 */
final class InboxListener<T> implements BatchMessageListener<String, byte[]> {
  private final Subscription<T> subscription;
  private final MessageReader reader;
  private final InboxHandler<T> handler;
  private final DeadLetters deadLetters;
  private final TransactionOperations transactions;
  private final RetryTemplate retries;
  private final int maxAttempts;

  InboxListener(
      MessageReader reader,
      InboxHandler<T> handler,
      DeadLetters deadLetters,
      TransactionOperations transactions,
      MessagingProperties properties) {
    this.subscription = handler.subscription();
    this.reader = reader;
    this.handler = handler;
    this.deadLetters = deadLetters;
    this.transactions = transactions;
    this.maxAttempts = properties.maxAttempts();
    this.retries =
        new RetryTemplate(
            RetryPolicy.builder()
                .maxRetries(maxAttempts - 1L)
                .delay(properties.retryDelay())
                .multiplier(2)
                .maxDelay(Duration.ofSeconds(5))
                .predicate(e -> !(e instanceof UnprocessableMessage) && !Outage.is(e))
                .build());
  }

  @Override
  public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
    List<Delivery<T>> deliveries = read(records);
    try {
      handle(deliveries);
      deliveries.forEach(Delivery::succeeded);
    } catch (RuntimeException e) {
      if (Outage.is(e)) {
        deliveries.forEach(delivery -> delivery.failed(e));
        throw e;
      }
      handleEachAlone(deliveries);
    }
  }

  private void handleEachAlone(List<Delivery<T>> deliveries) {
    Iterator<Delivery<T>> remaining = deliveries.iterator();
    try {
      remaining.forEachRemaining(this::handleAlone);
    } catch (RuntimeException outage) {
      remaining.forEachRemaining(delivery -> delivery.failed(outage));
      throw outage;
    }
  }

  private List<Delivery<T>> read(List<ConsumerRecord<String, byte[]>> records) {
    List<Delivery<T>> deliveries = new ArrayList<>(records.size());
    for (ConsumerRecord<String, byte[]> record : records) {
      Observation observation = reader.observe(record, subscription.group());
      try {
        Inbound<T> message = reader.read(record, subscription.types(), observation);
        deliveries.add(new Delivery<>(record, observation, message));
      } catch (UnprocessableMessage e) {
        observation.error(e);
        observation.stop();
        deadLetters.put(record, subscription.group(), e, 1);
      }
    }
    return deliveries;
  }

  private void handle(List<Delivery<T>> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    List<Inbound<T>> messages = deliveries.stream().map(Delivery::message).toList();
    transactions.executeWithoutResult(status -> handler.handle(messages));
  }

  private void handleAlone(Delivery<T> delivery) {
    try {
      retries.execute(() -> {
        delivery.message().trace().within(() -> handle(List.of(delivery)));
        return true;
      });
      delivery.succeeded();
    } catch (RetryException e) {
      Throwable cause = e.getCause();
      delivery.failed(cause);
      if (cause instanceof RuntimeException outage && Outage.is(outage)) {
        throw outage;
      }
      int attempts = cause instanceof UnprocessableMessage ? 1 : maxAttempts;
      deadLetters.put(delivery.record(), subscription.group(), cause, attempts);
    }
  }
}
