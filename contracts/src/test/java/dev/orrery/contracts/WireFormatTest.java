package dev.orrery.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.contracts.Examples.Example;
import dev.orrery.contracts.StockReply.StockReserved;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Fails when a message is renamed, added without an example, or no longer what it was in JSON. */
class WireFormatTest {
  private static final JsonMapper json = JsonMapper.shared();

  static Stream<Example> examples() {
    return Examples.all();
  }

  @Test
  void theNamesOnTheWireAreTheseAndNoOthers() {
    assertThat(typesUnder(Message.class).map(type -> "orrery." + type.getSimpleName()))
        .containsExactlyInAnyOrderElementsOf(examples().map(Example::wireName).toList());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isTheTypeOfItsName(Example example) {
    assertThat("orrery." + example.message().getClass().getSimpleName())
        .isEqualTo(example.wireName());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isWrittenAsItAlwaysWas(Example example) {
    assertThat((Object) json.readTree(json.writeValueAsBytes(example.message())))
        .isEqualTo(tree(example));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isReadAsItWasWritten(Example example) {
    assertThat(json.readValue(example.json(), example.message().getClass()))
        .isEqualTo(example.message());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void ignoresWhatALaterVersionAdds(Example example) {
    ObjectNode later = tree(example);
    later.put("addedLater", "of no interest here").putObject("another").put("deep", 1);
    assertThat(json.treeToValue(later, example.message().getClass())).isEqualTo(example.message());
  }

  /** A sender that does not know a field yet leaves it out; its reader then has a null. */
  @Test
  void aFieldThatWasAddedLaterIsOptional() {
    Example earlier =
        examples().filter(example -> example.message() instanceof StockReserved).findFirst().get();
    assertThat(json.readValue(earlier.json(), StockReservedLater.class))
        .isEqualTo(
            new StockReservedLater(
                earlier.message().orderId(),
                ((StockReserved) earlier.message()).expiresAt(),
                null,
                null));
  }

  /** Why such a field is never an {@code int}: there is no null in it, and 0 would be a guess. */
  @Test
  void aNumberThatIsMissingIsNotTakenForZero() {
    assertThatThrownBy(() -> json.readValue("{\"sku\": \"MUG-01\"}", StockLine.class))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void theTopicsAreTheseAndNoOthers() {
    assertThat(
            List.of(
                Topics.INVENTORY_COMMANDS,
                Topics.PAYMENT_COMMANDS,
                Topics.ORDER_REPLIES,
                Topics.ORDER_EVENTS))
        .containsExactly("inventory.commands", "payment.commands", "order.replies", "order.events");
    assertThat(Topics.class.getFields()).hasSize(4);
  }

  /** {@link StockReserved} as it might be one day. */
  private record StockReservedLater(
      UUID orderId, Instant expiresAt, @Nullable String warehouse, @Nullable Integer parcels) {}

  private static ObjectNode tree(Example example) {
    return (ObjectNode) json.readTree(example.json());
  }

  private static Stream<Class<?>> typesUnder(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(WireFormatTest::typesUnder)
        : Stream.of(type);
  }
}
