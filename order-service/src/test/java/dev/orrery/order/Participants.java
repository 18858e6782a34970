package dev.orrery.order;

import dev.orrery.contracts.Command;
import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.Reply;
import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Outbox;
import dev.orrery.messaging.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessResourceFailureException;

/** The other ends of the real topics: they answer at once, as the test's order asks them to. */
@TestConfiguration(proxyBeanMethods = false)
class Participants {
  static final String SCARCE = "SCARCE-1";

  /** Then it takes no command, and they wait for it in Kafka. */
  static volatile boolean paymentIsAway;

  @Bean
  Subscription<StockCommand> stock(Outbox outbox) {
    return Subscription.inbox(
        Topics.INVENTORY_COMMANDS,
        "test-inventory",
        StockCommand.class,
        batch -> answer(batch, outbox, Participants::stock));
  }

  @Bean
  Subscription<PaymentCommand> payments(Outbox outbox) {
    return Subscription.inbox(
        Topics.PAYMENT_COMMANDS,
        "test-payment",
        PaymentCommand.class,
        batch -> {
          if (paymentIsAway) {
            throw new DataAccessResourceFailureException("payment is away");
          }
          answer(batch, outbox, Participants::payment);
        });
  }

  private static <C extends Command> void answer(
      List<Inbound<C>> batch, Outbox outbox, Function<C, Reply> answer) {
    batch.forEach(command -> outbox.append(command.reply(answer.apply(command.payload()))));
  }

  static Reply stock(StockCommand command) {
    return switch (command) {
      case ReserveStock(UUID order, var lines)
          when lines.stream().anyMatch(line -> line.sku().equals(SCARCE)) ->
          new StockRejected(order, "out_of_stock", List.of(SCARCE));
      case ReserveStock(UUID order, _) -> new StockReserved(order, Instant.EPOCH);
      case CommitReservation(UUID order) -> new ReservationCommitted(order);
      case ReleaseStock(UUID order) -> new StockReleased(order);
      case ReturnStock(UUID order) -> new StockReturned(order);
    };
  }

  static Reply payment(PaymentCommand command) {
    return switch (command) {
      case AuthorizePayment pay when pay.paymentMethod().equals("tok_declined") ->
          new PaymentDeclined(pay.orderId(), "card_declined");
      case AuthorizePayment pay -> new PaymentAuthorized(pay.orderId(), UUID.randomUUID());
      case CapturePayment(UUID order) -> new PaymentCaptured(order, UUID.randomUUID());
      case VoidAuthorization(UUID order) -> new AuthorizationVoided(order);
      case RefundPayment(UUID order) -> new PaymentRefunded(order, UUID.randomUUID());
    };
  }
}
