package dev.orrery.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.saga.TripSaga.Ask;
import dev.orrery.saga.TripSaga.Broken;
import dev.orrery.saga.TripSaga.No;
import dev.orrery.saga.TripSaga.Trip;
import dev.orrery.saga.TripSaga.Yes;
import dev.orrery.saga.testing.SagaConversation;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SagaEngineTest {
  private static final Object YES = new Yes("");
  private static final Object NO = new No("");
  private static final UUID ID = new UUID(0, 0);
  private static final Duration NOTHING = Duration.ZERO;

  private final SagaConversation<Trip> trip = SagaConversation.of(new TripSaga(), TripSaga.trip());

  @Test
  void completesWhenEveryStepIsDone() {
    upToPayment().reply(YES).expect("desk", new Ask("send tickets")).reply(YES).expectNothing();
    assertThat(trip.expectCompleted().notes()).containsExactly("flight");
  }

  @Test
  void undoesInReverseWhatWasDoneWhenAStepIsRefused() {
    upToHotel().reply(NO).expect("desk", new Ask("cancel flight")).reply(YES).expectNothing();
    assertThat(trip.expectRolledBack().notes()).containsExactly("flight", "no hotel");
  }

  @Test
  void undoesEverythingWhenThePivotIsRefused() {
    upToPayment()
        .reply(NO)
        .expect("desk", new Ask("cancel hotel"))
        .reply(YES)
        .expect("desk", new Ask("cancel flight"))
        .reply(YES);
    assertThat(trip.expectRolledBack().notes()).contains("not paid");
  }

  @Test
  void undoesAlsoTheStepWhoseOutcomeIsUnknownWhenItTimesOut() {
    upToHotel()
        .after(TripSaga.HOTEL_TIMEOUT)
        .expect("desk", new Ask("cancel hotel"))
        .reply(YES)
        .expect("desk", new Ask("cancel flight"))
        .reply(YES);
    assertThat(trip.expectRolledBack().notes()).contains("timed out");
  }

  @Test
  void undoesAlsoTheStepThatAnswersSomethingUnheardOf() {
    upToHotel().reply(new Broken("")).expect("desk", new Ask("cancel hotel"));
  }

  @Test
  void turnsBackWhenTheWholeTakesTooLongBeforeThePivot() {
    trip.reply(YES).after(TripSaga.WITHIN).expect("desk", new Ask("cancel flight"));
  }

  @Test
  void aReplyThatComesAfterTheTimeoutChangesNothing() {
    upToHotel().after(TripSaga.HOTEL_TIMEOUT).expect("desk", new Ask("cancel hotel"));
    var state = lateReply();
    assertThat(state.status()).isEqualTo(SagaState.Status.UNDOING);
  }

  @Test
  void sendsThePivotAgainUntilItIsKnownWhetherItHappened() {
    upToPayment()
        .after(TripSaga.WITHIN.multipliedBy(10))
        .expect("desk", new Ask("pay"))
        .after(TripSaga.BACKOFF.longest())
        .expect("desk", new Ask("pay"))
        .reply(YES)
        .expect("desk", new Ask("send tickets"));
  }

  @Test
  void afterThePivotAFailureIsRestedUponAndTriedAgain() {
    upToPayment()
        .reply(YES)
        .reply(new Broken(""))
        .expectNothing()
        .after(TripSaga.BACKOFF.first())
        .expect("desk", new Ask("send tickets"))
        .reply(YES);
    trip.expectCompleted();
  }

  @Test
  void anUndoingWithoutAnAnswerIsSentAgain() {
    upToHotel()
        .reply(NO)
        .after(TripSaga.BACKOFF.first())
        .expect("desk", new Ask("cancel flight"))
        .after(NOTHING)
        .expectNothing();
  }

  @Test
  void backsOffTwiceAsLongEachTimeUpToTheLongest() {
    assertThat(TripSaga.BACKOFF.after(ID, 0, 1)).hasSeconds(5);
    assertThat(TripSaga.BACKOFF.after(ID, 0, 2)).hasSeconds(10);
    assertThat(TripSaga.BACKOFF.after(ID, 0, 3)).hasSeconds(20);
    assertThat(TripSaga.BACKOFF.after(ID, 0, 1_000_000)).hasSeconds(20);
  }

  @Test
  void takesADelaySharedByManyApartByNoMoreThanTheJitter() {
    Backoff jittered = Backoff.fixed(Duration.ofSeconds(10)).jittered(0.2);
    var delays =
        IntStream.range(0, 1000).mapToObj(i -> jittered.after(new UUID(i, 7), 1, 1)).toList();
    assertThat(delays).allMatch(delay -> delay.compareTo(Duration.ofSeconds(8)) >= 0);
    assertThat(delays).allMatch(delay -> delay.compareTo(Duration.ofSeconds(10)) <= 0);
    assertThat(Set.copyOf(delays)).hasSizeGreaterThan(990);
    assertThat(jittered.after(ID, 1, 1)).isEqualTo(jittered.after(ID, 1, 1));
  }

  @Test
  void aRequestToCancelTurnsBackBeforeThePivotIsSent() {
    upToHotel()
        .cancel()
        .expect("desk", new Ask("cancel hotel"))
        .reply(YES)
        .expect("desk", new Ask("cancel flight"))
        .reply(YES)
        .expectRolledBack();
  }

  @Test
  void aRequestToCancelChangesNothingOnceThePivotIsSent() {
    upToPayment().cancel().expectNothing();
    assertThat(payAndTravel().cancel().expectCompleted().notes()).containsExactly("flight");
  }

  @Test
  void aRequestToCancelWhatTurnsBackChangesNothing() {
    upToHotel().reply(NO).expect("desk", new Ask("cancel flight")).cancel().expectNothing();
  }

  @Test
  void anOperatorHasWhatRestsAttemptedAtOnce() {
    upToPayment()
        .reply(YES)
        .reply(new Broken(""))
        .expectNothing()
        .retry()
        .expect("desk", new Ask("send tickets"))
        .reply(YES)
        .retry()
        .expectNothing()
        .expectCompleted();
  }

  @Test
  void anOperatorHasAnUndoingAttemptedAtOnce() {
    upToHotel().reply(NO).retry().expect("desk", new Ask("cancel flight"));
  }

  @Test
  void whatAnOperatorGivesUpStaysAsItIs() {
    upToHotel().abandon("the hotel has burnt down").expectNothing().expectAbandoned();
    trip.after(TripSaga.WITHIN).retry().cancel().expectNothing().expectAbandoned();
  }

  @Test
  void aDefinitionThatCannotBeRightIsRefused() {
    var pivot =
        new SagaBuilder<Trip>()
            .named("x")
            .pivot("a")
            .send(trip -> new SagaCommand("", "", ""))
            .onReply(Yes.class);
    assertThatThrownBy(() -> pivot.pivot("b")).hasMessageContaining("second");
    var refusable = pivot.step("c").send(t -> new SagaCommand("", "", "")).onReply(Yes.class);
    refusable.endsIf(No.class, (t, no) -> t);
    assertThatThrownBy(refusable::build).hasMessageContaining("can only succeed");
  }

  private SagaConversation<Trip> payAndTravel() {
    return SagaConversation.of(new TripSaga(), TripSaga.trip())
        .reply(YES)
        .reply(YES)
        .reply(YES)
        .reply(YES)
        .reply(YES);
  }

  private SagaState<Trip> lateReply() {
    var definition = new TripSaga().define(new SagaBuilder<>());
    var now = java.time.Instant.EPOCH;
    var state = SagaEngine.start(definition, ID, TripSaga.trip(), now).state();
    state = replied(definition, state, 0, now);
    state = replied(definition, state, 1, now);
    now = now.plus(TripSaga.HOTEL_TIMEOUT);
    state = SagaEngine.on(definition, state, new Signal.Tick(), now).state();
    return replied(definition, state, 2, now);
  }

  private static SagaState<Trip> replied(
      SagaDefinition<Trip> definition, SagaState<Trip> state, int step, java.time.Instant now) {
    var signal = new Signal.Replied(Signal.Action.DO, step, YES);
    return SagaEngine.on(definition, state, signal, now).state();
  }

  private SagaConversation<Trip> upToHotel() {
    return trip.expect("desk", new Ask("look up"))
        .reply(YES)
        .expect("desk", new Ask("book flight"))
        .reply(YES)
        .expect("desk", new Ask("book hotel"));
  }

  private SagaConversation<Trip> upToPayment() {
    return upToHotel().reply(YES).expect("desk", new Ask("pay"));
  }
}
