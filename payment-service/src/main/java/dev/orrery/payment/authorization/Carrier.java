package dev.orrery.payment.authorization;

import dev.orrery.payment.authorization.Step.Ask;
import dev.orrery.payment.authorization.Step.Conclude;
import dev.orrery.payment.authorization.Step.Doubt;
import dev.orrery.payment.authorization.Step.Postpone;
import dev.orrery.payment.authorization.Step.Send;
import dev.orrery.payment.provider.Answer;
import dev.orrery.payment.provider.Provider;
import dev.orrery.payment.provider.ProviderProperties;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.stereotype.Component;

/** Carries one operation out, for as long as its lease lasts, or lays it aside. Thread-safe. */
@Component
final class Carrier {
  private static final Logger log = LoggerFactory.getLogger(Carrier.class);
  private static final int MOST_CALLS = 8;
  private static final Step OUT_OF_TIME =
      new Postpone(Postpone.Reason.UNCLEAR, "there is no time left for another call");

  private final Provider provider;
  private final Conclusions conclusions;
  private final OperationRows operations;
  private final OperationMetrics metrics;
  private final AuthorizationProperties properties;
  private final Duration timeForCalls;
  private final RandomGenerator random = RandomGenerator.getDefault();

  Carrier(
      Provider provider,
      Conclusions conclusions,
      OperationRows operations,
      OperationMetrics metrics,
      AuthorizationProperties properties,
      ProviderProperties providerProperties) {
    this.provider = provider;
    this.conclusions = conclusions;
    this.operations = operations;
    this.metrics = metrics;
    this.properties = properties;
    this.timeForCalls = properties.lease().minus(providerProperties.callTimeout());
    if (timeForCalls.compareTo(providerProperties.callTimeout()) < 0) {
      throw new InvalidConfigurationPropertyValueException(
          "orrery.payment.lease",
          properties.lease(),
          "It must be at least twice the provider's connect and read timeouts together, "
              + providerProperties.callTimeout());
    }
  }

  /** Returns when it is concluded, postponed, or the thread is interrupted: then its lease ends. */
  void carryOut(Operation operation) {
    Round round = new Round();
    Step step = Step.first(operation);
    while (true) {
      switch (step) {
        case Ask _ ->
            step = round.mayCall() ? Step.afterAsking(operation, ask(operation)) : OUT_OF_TIME;
        case Send _ ->
            step = round.mayCall() ? Step.afterSending(operation, send(operation)) : OUT_OF_TIME;
        case Doubt doubt -> {
          if (!round.mayDoubt()) {
            step = new Postpone(Postpone.Reason.UNCLEAR, doubt.cause());
          } else if (pause(round.doubts)) {
            step = new Ask();
          } else {
            return;
          }
        }
        case Conclude conclude -> {
          conclusions.conclude(new Outcome(operation, conclude.says()));
          metrics.concluded(operation, conclude.says());
          return;
        }
        case Postpone postpone -> {
          postpone(operation, postpone);
          return;
        }
      }
    }
  }

  /** What may still be tried before the lease ends. */
  private final class Round {
    private final long start = System.nanoTime();
    private int calls;
    private int doubts;

    boolean mayCall() {
      return ++calls <= MOST_CALLS && System.nanoTime() - start <= timeForCalls.toNanos();
    }

    boolean mayDoubt() {
      return ++doubts < properties.doubtsPerRound();
    }
  }

  private boolean pause(int doubts) {
    try {
      Thread.sleep(properties.backoff().after(doubts, random.nextDouble()));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Answer ask(Operation operation) {
    return provider.ask(operation.payment().paymentId());
  }

  private Answer send(Operation operation) {
    Payment payment = operation.payment();
    UUID reference = payment.paymentId();
    return switch (operation.action()) {
      case AUTHORIZE -> {
        Terms terms = Objects.requireNonNull(payment.terms());
        yield provider.authorize(reference, payment.orderId(), terms.amount(), terms.token());
      }
      case CAPTURE -> provider.capture(reference);
      case VOID -> provider.reverse(reference);
      case REFUND -> provider.refund(reference);
    };
  }

  private void postpone(Operation operation, Postpone postpone) {
    int failures =
        switch (postpone.reason()) {
          // Nothing was tried, and it costs nothing: while it is away, nothing is taken up at all.
          case AWAY -> 1;
          case UNCLEAR, REFUSED -> operation.attempts();
        };
    Duration delay = properties.backoff().after(failures, random.nextDouble());
    operations.postpone(operation, delay);
    metrics.postponed(operation, postpone.reason());
    String sentence = "{} of order {} is postponed by {} after attempt {}: {}";
    Object[] arguments = {
      operation.action(), operation.orderId(), delay, operation.attempts(), postpone.detail()
    };
    switch (postpone.reason()) {
      case AWAY -> log.debug(sentence, arguments);
      case UNCLEAR -> log.info(sentence, arguments);
      case REFUSED -> log.error(sentence, arguments);
    }
  }
}
