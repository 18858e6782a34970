package dev.orrery.contracts;

import dev.orrery.contracts.OrderEvent.OrderAbandoned;
import dev.orrery.contracts.OrderEvent.OrderCancelled;
import dev.orrery.contracts.OrderEvent.OrderCancelling;
import dev.orrery.contracts.OrderEvent.OrderConfirmed;
import dev.orrery.contracts.OrderEvent.OrderPlaced;
import dev.orrery.contracts.OrderEvent.OrderRejected;
import dev.orrery.contracts.OrderEvent.OrderShipped;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.contracts.PaymentReply.VoidRefused;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One message of every type, and the bytes it must be on the wire for as long as anyone reads it.
 */
final class Examples {
  private static final UUID ORDER = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final UUID CUSTOMER = UUID.fromString("01890000-0000-7000-8000-000000000002");
  private static final UUID PAYMENT = UUID.fromString("01890000-0000-7000-8000-000000000003");
  private static final List<StockLine> LINES =
      List.of(new StockLine("MUG-01", 2), new StockLine("PEN-07", 1));
  private static final Money TOTAL = new Money(3997, "EUR");

  private static final String ORDER_JSON = "\"orderId\": \"" + ORDER + "\"";
  private static final String CUSTOMER_JSON = "\"customerId\": \"" + CUSTOMER + "\"";
  private static final String PAYMENT_JSON = "\"paymentId\": \"" + PAYMENT + "\"";
  private static final String LINES_JSON =
      """
      "lines": [{"sku": "MUG-01", "quantity": 2}, {"sku": "PEN-07", "quantity": 1}]\
      """;
  private static final String MONEY_JSON = "{\"amount\": 3997, \"currency\": \"EUR\"}";
  private static final String PLACED_JSON =
      object("\"version\": %d", CUSTOMER_JSON, LINES_JSON, "\"total\": " + MONEY_JSON);

  private Examples() {}

  record Example(String wireName, Message message, String json) {
    @Override
    public String toString() {
      return wireName;
    }
  }

  static Stream<Example> all() {
    return Stream.of(
        example("ReserveStock", new ReserveStock(ORDER, LINES), object(LINES_JSON)),
        example("CommitReservation", new CommitReservation(ORDER), object()),
        example("ReleaseStock", new ReleaseStock(ORDER), object()),
        example(
            "StockReserved",
            new StockReserved(ORDER, Instant.parse("2026-01-01T00:15:00.123456Z")),
            object("\"expiresAt\": \"2026-01-01T00:15:00.123456Z\"")),
        example(
            "StockRejected",
            new StockRejected(ORDER, "out_of_stock", List.of("MUG-01")),
            object("\"reason\": \"out_of_stock\"", "\"skus\": [\"MUG-01\"]")),
        example("ReservationCommitted", new ReservationCommitted(ORDER), object()),
        example(
            "CommitRefused",
            new CommitRefused(ORDER, "not_reserved"),
            object("\"reason\": \"not_reserved\"")),
        example("StockReleased", new StockReleased(ORDER), object()),
        example("ReturnStock", new ReturnStock(ORDER), object()),
        example("StockReturned", new StockReturned(ORDER), object()),
        example(
            "ReturnRefused",
            new ReturnRefused(ORDER, "not_sold"),
            object("\"reason\": \"not_sold\"")),
        example(
            "AuthorizePayment",
            new AuthorizePayment(ORDER, CUSTOMER, TOTAL, "tok_visa"),
            object(CUSTOMER_JSON, "\"amount\": " + MONEY_JSON, "\"paymentMethod\": \"tok_visa\"")),
        example("CapturePayment", new CapturePayment(ORDER), object()),
        example("VoidAuthorization", new VoidAuthorization(ORDER), object()),
        example("PaymentAuthorized", new PaymentAuthorized(ORDER, PAYMENT), object(PAYMENT_JSON)),
        example(
            "PaymentDeclined",
            new PaymentDeclined(ORDER, "card_declined"),
            object("\"reason\": \"card_declined\"")),
        example("PaymentCaptured", new PaymentCaptured(ORDER, PAYMENT), object(PAYMENT_JSON)),
        example(
            "CaptureRefused",
            new CaptureRefused(ORDER, "voided"),
            object("\"reason\": \"voided\"")),
        example("AuthorizationVoided", new AuthorizationVoided(ORDER), object()),
        example(
            "VoidRefused", new VoidRefused(ORDER, "captured"), object("\"reason\": \"captured\"")),
        example("RefundPayment", new RefundPayment(ORDER), object()),
        example("PaymentRefunded", new PaymentRefunded(ORDER, PAYMENT), object(PAYMENT_JSON)),
        example(
            "RefundRefused",
            new RefundRefused(ORDER, "not_captured"),
            object("\"reason\": \"not_captured\"")),
        example(
            "OrderPlaced",
            new OrderPlaced(ORDER, 1, CUSTOMER, LINES, TOTAL),
            PLACED_JSON.formatted(1)),
        example(
            "OrderConfirmed",
            new OrderConfirmed(ORDER, 2, CUSTOMER, LINES, TOTAL),
            PLACED_JSON.formatted(2)),
        example(
            "OrderRejected",
            new OrderRejected(ORDER, 2, CUSTOMER, "card_declined"),
            object("\"version\": 2", CUSTOMER_JSON, "\"reason\": \"card_declined\"")),
        example(
            "OrderCancelling",
            new OrderCancelling(ORDER, 3, CUSTOMER, "changed_my_mind"),
            object("\"version\": 3", CUSTOMER_JSON, "\"reason\": \"changed_my_mind\"")),
        example(
            "OrderCancelled",
            new OrderCancelled(ORDER, 4, CUSTOMER, "changed_my_mind"),
            object("\"version\": 4", CUSTOMER_JSON, "\"reason\": \"changed_my_mind\"")),
        example(
            "OrderAbandoned",
            new OrderAbandoned(ORDER, 2, CUSTOMER, "refunded by hand, case 4711"),
            object("\"version\": 2", CUSTOMER_JSON, "\"reason\": \"refunded by hand, case 4711\"")),
        example(
            "OrderShipped",
            new OrderShipped(ORDER, 3, CUSTOMER),
            object("\"version\": 3", CUSTOMER_JSON)));
  }

  private static Example example(String name, Message message, String json) {
    return new Example("orrery." + name, message, json);
  }

  private static String object(String... fields) {
    return Stream.concat(Stream.of(ORDER_JSON), Stream.of(fields))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
