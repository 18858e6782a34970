package dev.orrery.saga.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import org.junit.jupiter.api.Test;

/** What docs/patterns/model-checking.md shows: a taxi is reserved, and the rider is charged. */
class CheckYourOwnSagaTest {

  @Test
  void aTaxiIsTakenAndPaidOrNeither() {
    var taxi =
        TccParticipant.named("taxi")
            .tries(Reserve.class, new Reserved(), new NoTaxi())
            .confirms(Send.class, new OnItsWay(), new NoTaxi())
            .cancels(LetGo.class, new Gone());
    var bank = IdempotentParticipant.named("bank").does(Charge.class, new Charged());

    Verdict verdict =
        SagaChecker.of(new TaxiSaga(), "rider").at("taxis", taxi).at("bank", bank).check();

    verdict.assertHolds();
    assertThat(verdict.states()).isPositive();
  }

  static final class TaxiSaga implements Saga<String> {

    @Override
    public SagaDefinition<String> define(SagaBuilder<String> saga) {
      return saga.named("taxi")
          .step("reserve")
          .send(rider -> new SagaCommand("taxis", rider, new Reserve()))
          .onReply(Reserved.class)
          .endsIf(NoTaxi.class, (rider, no) -> rider)
          .undo(rider -> new SagaCommand("taxis", rider, new LetGo()))
          .pivot("charge")
          .send(rider -> new SagaCommand("bank", rider, new Charge()))
          .onReply(Charged.class)
          .step("send")
          .send(rider -> new SagaCommand("taxis", rider, new Send()))
          .onReply(OnItsWay.class)
          .build();
    }

    @Override
    public void completed(String rider) {}

    @Override
    public void rolledBack(String rider) {}

    @Override
    public void abandoned(String rider, String reason) {}
  }

  record Reserve() {}

  record Reserved() {}

  record NoTaxi() {}

  record Send() {}

  record OnItsWay() {}

  record LetGo() {}

  record Gone() {}

  record Charge() {}

  record Charged() {}
}
