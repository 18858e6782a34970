package dev.orrery.messaging;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What a service listens to; a bean of this type is all it takes.
 *
 * @param topic made at start if it is not there, with its dead-letter topic
 * @param group instances of one group share the topic's partitions
 * @param types messages of another type go to the dead letters
 * @param since how far back from its start one that is not recorded begins
 * @param intake all there is, or what the service has room for
 */
public record Subscription<T>(
    String topic,
    String group,
    MessageTypes<T> types,
    Delivery delivery,
    Duration since,
    BatchHandler<T> handler,
    Intake intake) {

  /** How often, and to whom. */
  public enum Delivery {
    /** Each message takes effect once in its group, in the transaction of its effect. */
    INBOX,
    /**
     * Every running instance sees each new message: live feeds. No transaction, nothing recorded,
     * nothing from before the start; what cannot be handled is logged and left.
     */
    BROADCAST,
    /**
     * Every running instance sees each message, also those from a while before its start, in whole
     * polls: monitors. No transaction, nothing recorded, no span; what cannot be read is left.
     */
    WATCH
  }

  public static <T> Subscription<T> inbox(
      String topic, String group, Class<T> root, BatchHandler<T> handler) {
    return new Subscription<>(
        topic,
        group,
        MessageTypes.of(root),
        Delivery.INBOX,
        Duration.ZERO,
        handler,
        new Intake.Always());
  }

  public static <T> Subscription<T> broadcast(
      String topic, String group, Class<T> root, BatchHandler<T> handler) {
    return new Subscription<>(
        topic,
        group,
        MessageTypes.of(root),
        Delivery.BROADCAST,
        Duration.ZERO,
        handler,
        new Intake.Always());
  }

  public static <T> Subscription<T> watch(
      String topic, String group, Class<T> root, Duration since, BatchHandler<T> handler) {
    return new Subscription<>(
        topic, group, MessageTypes.of(root), Delivery.WATCH, since, handler, new Intake.Always());
  }

  /** The same, resting while too much of the service's own work waits. */
  public Subscription<T> whileBelow(WaterMarks marks, LongSupplier backlog) {
    return new Subscription<>(
        topic, group, types, delivery, since, handler, new Intake.WhileBelow(marks, backlog));
  }
}
