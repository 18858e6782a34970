package dev.orrery.messaging;

import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The closed set of messages under a sealed interface, by wire name. Immutable. */
public final class MessageTypes<T> {
  private static final String PREFIX = "orrery.";

  private final Map<String, Class<? extends T>> byWireName;

  private MessageTypes(Map<String, Class<? extends T>> byWireName) {
    this.byWireName = byWireName;
  }

  /**
   * @throws IllegalArgumentException when the root is neither sealed nor a record, or two messages
   *     share a name
   */
  public static <T> MessageTypes<T> of(Class<T> root) {
    return new MessageTypes<>(
        leaves(root)
            .collect(
                Collectors.toUnmodifiableMap(
                    MessageTypes::wireName,
                    type -> type,
                    (a, b) -> {
                      throw new IllegalArgumentException(
                          "two messages share a name: " + a + ", " + b);
                    })));
  }

  /** {@code orrery.} and the simple name: {@code orrery.ReserveStock}. */
  public static String wireName(Class<?> type) {
    return PREFIX + type.getSimpleName();
  }

  public Optional<Class<? extends T>> find(String wireName) {
    return Optional.ofNullable(byWireName.get(wireName));
  }

  public Iterable<String> wireNames() {
    return byWireName.keySet();
  }

  @SuppressWarnings("unchecked") // what a sealed type permits are its subtypes
  private static <T> Stream<Class<? extends T>> leaves(Class<? extends T> type) {
    if (type.isSealed()) {
      return Stream.of(type.getPermittedSubclasses())
          .flatMap(subtype -> leaves((Class<? extends T>) subtype));
    }
    if (Modifier.isFinal(type.getModifiers())) {
      return Stream.of(type);
    }
    throw new IllegalArgumentException(type + " is neither sealed nor final");
  }
}
