package dev.orrery.saga.runtime;

import dev.orrery.saga.Backoff;
import dev.orrery.saga.Branch;
import dev.orrery.saga.Local;
import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.runtime.DurableSagasTest.Answer;
import dev.orrery.saga.runtime.DurableSagasTest.Wish;
import dev.orrery.saga.runtime.ExcursionSaga.Excursion;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In its third version: a booking of our own, two things at once, a payment. */
final class ExcursionSaga implements Saga<Excursion> {
  private static final Backoff BACKOFF = Backoff.fixed(Duration.ofSeconds(30));
  private static final int PAY = 3;
  private final JdbcClient jdbc;

  ExcursionSaga(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Excursion(String name) {}

  @Override
  public SagaDefinition<Excursion> define(SagaBuilder<Excursion> saga) {
    return saga.named("excursion")
        .version(3)
        .migrating(1, ExcursionSaga::atThePayment)
        .step("book")
        .local(this::book)
        .undoLocal(this::unbook)
        .parallel("fetch map")
        .send(it -> wish(new Wish.Fetch(it.name() + "-map")))
        .onReply(Answer.Done.class)
        .endsIf(Answer.Refused.class, (it, refused) -> it)
        .undo(it -> wish(new Wish.PutBack(it.name() + "-map")))
        .and("fetch food")
        .send(it -> wish(new Wish.Fetch(it.name() + "-food")))
        .onReply(Answer.Done.class)
        .undo(it -> wish(new Wish.PutBack(it.name() + "-food")))
        .pivot("pay")
        .send(it -> wish(new Wish.Pay(it.name())))
        .onReply(Answer.Done.class)
        .retried(BACKOFF)
        .build();
  }

  @Override
  public List<SagaDefinition<Excursion>> earlier() {
    return List.of(
        new SagaBuilder<Excursion>()
            .named("excursion")
            .version(2)
            .pivot("pay on arrival")
            .send(it -> wish(new Wish.Pay(it.name() + "-arrival")))
            .onReply(Answer.Done.class)
            .retried(BACKOFF)
            .build());
  }

  /** The first version had only the payment. */
  private static SagaState<Excursion> atThePayment(SagaState<Excursion> state) {
    Branch paying = state.branches().getFirst();
    return new SagaState<>(
        state.id(),
        state.status(),
        List.of(new Branch(PAY, paying.progress(), paying.attempt(), paying.due())),
        state.skipped(),
        state.due(),
        state.deadline(),
        state.data());
  }

  private Local<Excursion> book(Excursion excursion) {
    jdbc.sql("insert into excursion_booking values (?)").param(excursion.name()).update();
    if (excursion.name().startsWith("impossible")) {
      throw new IllegalArgumentException("there is no such place");
    }
    return new Local.Done<>(excursion);
  }

  private Excursion unbook(Excursion excursion) {
    jdbc.sql("delete from excursion_booking where name = ?").param(excursion.name()).update();
    return excursion;
  }

  private static SagaCommand wish(Wish wish) {
    return new SagaCommand("desk", "key", wish);
  }

  @Override
  public void completed(Excursion excursion) {}

  @Override
  public void rolledBack(Excursion excursion) {}

  @Override
  public void abandoned(Excursion excursion, String reason) {}
}
