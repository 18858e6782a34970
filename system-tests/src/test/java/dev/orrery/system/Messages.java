package dev.orrery.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the services say to each other, read and written by hand. */
final class Messages {
  /** Each with the group that acts on it. */
  static final Map<String, String> TOPICS =
      Map.of(
          "inventory.commands", "inventory-service",
          "payment.commands", "payment-service",
          "order.replies", "order-service");

  private final Map<String, Object> connection;

  Messages(Deployment deployment) {
    this.connection = Map.of("bootstrap.servers", deployment.kafka());
  }

  static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  /** Everything about one order, oldest first. */
  List<ConsumerRecord<String, byte[]>> about(Object key, String topic) {
    return in(topic).stream().filter(record -> key.toString().equals(record.key())).toList();
  }

  List<ConsumerRecord<String, byte[]>> deadLetters() {
    return TOPICS.keySet().stream().flatMap(topic -> in(topic + ".dlt").stream()).toList();
  }

  /** All that is in a topic now. */
  List<ConsumerRecord<String, byte[]>> in(String topic) {
    try (var consumer =
        new KafkaConsumer<>(connection, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  int partitions(String topic) {
    try (var consumer =
        new KafkaConsumer<>(connection, new StringDeserializer(), new ByteArrayDeserializer())) {
      return consumer.partitionsFor(topic).size();
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  /** Returns when all are acknowledged. */
  void send(Stream<ProducerRecord<String, byte[]>> records) {
    try (var producer =
        new KafkaProducer<>(connection, new StringSerializer(), new ByteArraySerializer())) {
      for (var acknowledged : records.map(producer::send).toList()) {
        acknowledged.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether those who act on a topic have read all of it. */
  boolean isRead(String topic) {
    String group = TOPICS.get(topic);
    try (var admin = Admin.create(connection);
        var consumer =
            new KafkaConsumer<>(
                connection, new StringDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return consumer.endOffsets(partitions(consumer, topic)).entrySet().stream()
          .allMatch(end ->
              end.getValue() == 0
                  || (read.get(end.getKey()) != null
                      && read.get(end.getKey()).offset() >= end.getValue()));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether the broker has given up on all members of a group. */
  boolean isDeserted(String group) {
    return members(group) == 0;
  }

  /** How many consumers the broker takes for members of a group. */
  int members(String group) {
    try (var admin = Admin.create(connection)) {
      return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
          .mapToInt(description -> description.members().size())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
