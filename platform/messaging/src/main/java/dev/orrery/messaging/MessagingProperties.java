package dev.orrery.messaging;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.messaging.*}
 *
 * @param topicPrefix put before every topic and group name; several systems can then share a broker
 * @param topics topics this service sends to, made at start if they are not there
 * @param partitions of a topic made here
 * @param replicas of a topic made here
 * @param concurrency consumers of one subscription in one instance
 * @param maxBodySize a larger message is refused when it is appended
 * @param relayBatchSize messages sent, then acknowledged, then deleted together
 * @param relayPollInterval how long an outbox row waits at most when nothing wakes the relay
 * @param relayRest from the beginning of a turn of the relay to that of the next, at least; what
 *     comes meanwhile is sent together, and a message that finds the relay idle does not wait
 * @param maxAttempts at one message before it goes to the dead letters
 * @param retryDelay before the second attempt; doubles with each further one
 * @param inboxRetention how long a duplicate is recognised
 * @param outboxHighWater messages that wait to be sent when no more work is taken in
 * @param outboxLowWater messages that wait to be sent when work is taken in again
 * @param flowInterval between two looks at the backlogs by which intake stops and begins again
 */
@Validated
@ConfigurationProperties("orrery.messaging")
public record MessagingProperties(
    @DefaultValue("") @Pattern(regexp = "[a-zA-Z0-9._-]{0,64}") String topicPrefix,
    @DefaultValue List<String> topics,
    @DefaultValue("6") @Min(1) @Max(1000) int partitions,
    @DefaultValue("1") @Min(1) @Max(7) short replicas,
    @DefaultValue("2") @Min(1) @Max(64) int concurrency,
    @DefaultValue("256KB") @NotNull DataSize maxBodySize,
    @DefaultValue("500") @Min(1) @Max(10_000) int relayBatchSize,
    @DefaultValue("1s") @NotNull Duration relayPollInterval,
    @DefaultValue("5ms") @NotNull Duration relayRest,
    @DefaultValue("4") @Min(1) @Max(20) int maxAttempts,
    @DefaultValue("200ms") @NotNull Duration retryDelay,
    @DefaultValue("7d") @NotNull Duration inboxRetention,
    @DefaultValue("20000") @Min(1) @Max(OutboxBacklog.COUNT_AT_MOST) int outboxHighWater,
    @DefaultValue("10000") @Min(0) int outboxLowWater,
    @DefaultValue("250ms") @NotNull Duration flowInterval) {

  /**
   * Of the outbox's backlog.
   *
   * @throws IllegalArgumentException when the low one is not below the high one
   */
  public WaterMarks outboxMarks() {
    return new WaterMarks(outboxHighWater, outboxLowWater);
  }

  String physical(String topic) {
    return topicPrefix + topic;
  }
}
