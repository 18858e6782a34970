package dev.orrery.order;

import dev.orrery.contracts.Command;
import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import dev.orrery.messaging.Subscription;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The other ends of the real topics: they write down what they were asked, and keep the answers to
 * one kind of command back until the test lets them go.
 */
@TestConfiguration(proxyBeanMethods = false)
class SteeredParticipants {

  @Bean
  Steering steering(Outbox outbox, TransactionOperations transactions) {
    return new Steering(outbox, transactions);
  }

  @Bean
  Subscription<StockCommand> stock(Steering steering) {
    return Subscription.inbox(
        Topics.INVENTORY_COMMANDS,
        "test-inventory",
        StockCommand.class,
        batch -> batch.forEach(command -> steering.asked(command, Participants::stock)));
  }

  @Bean
  Subscription<PaymentCommand> payments(Steering steering) {
    return Subscription.inbox(
        Topics.PAYMENT_COMMANDS,
        "test-payment",
        PaymentCommand.class,
        batch -> batch.forEach(command -> steering.asked(command, Participants::payment)));
  }

  /** Thread-safe. */
  static final class Steering {
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final Map<UUID, Set<Command>> asked = new ConcurrentHashMap<>();
    private final Map<UUID, Outbound> heldBack = new ConcurrentHashMap<>();
    private volatile @Nullable Class<? extends Command> held;

    Steering(Outbox outbox, TransactionOperations transactions) {
      this.outbox = outbox;
      this.transactions = transactions;
    }

    private <C extends Command> void asked(Inbound<C> command, Function<C, ?> answers) {
      C payload = command.payload();
      asked.computeIfAbsent(payload.orderId(), id -> ConcurrentHashMap.newKeySet()).add(payload);
      Outbound answer = command.reply(answers.apply(payload));
      if (payload.getClass().equals(held)) {
        heldBack.put(payload.orderId(), answer);
      } else {
        outbox.append(answer);
      }
    }

    /** From now on commands of this kind are not answered. */
    void holdBack(Class<? extends Command> kind) {
      held = kind;
    }

    boolean isHeldBack(UUID order) {
      return heldBack.containsKey(order);
    }

    /** Lets the answer about this order go, and does not hold others back any more. */
    void letGo(UUID order) {
      held = null;
      Outbound answer = heldBack.remove(order);
      if (answer == null) {
        throw new IllegalStateException("nothing is held back of " + order);
      }
      transactions.executeWithoutResult(status -> outbox.append(answer));
    }

    /** The kinds of commands that this order has led to. */
    Set<Class<? extends Command>> kinds(UUID order) {
      return asked.getOrDefault(order, Set.of()).stream()
          .<Class<? extends Command>>map(Command::getClass)
          .collect(Collectors.toSet());
    }
  }
}
