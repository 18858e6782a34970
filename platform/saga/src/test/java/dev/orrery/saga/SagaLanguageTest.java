package dev.orrery.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.saga.testing.SagaConversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A party is given: rooms and music at once, a cake if somebody is born on that day. */
class SagaLanguageTest {
  private static final Duration MUSIC_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BACKOFF = Duration.ofSeconds(5);

  @Test
  void whatIsParallelIsSentAtOnceAndTheNextStepBeginsWhenAllHaveAnswered() {
    party(true)
        .expect("hall", "book hall")
        .expect("band", "book band")
        .replyTo("book band", new Yes())
        .replyTo("book hall", new Yes())
        .expect("baker", "order cake")
        .reply(new Yes())
        .expect("bank", "pay")
        .reply(new Yes())
        .expect("post", "invite")
        .expect("door", "hang a list")
        .replyTo("invite", new Yes())
        .replyTo("hang a list", new Yes())
        .expectCompleted();
  }

  @Test
  void aRefusedBranchTurnsBackOnlyWhenTheOthersHaveAnswered() {
    party(true)
        .replyTo("book hall", new No())
        .replyTo("book band", new Yes())
        .expect("band", "cancel band")
        .reply(new Yes())
        .expectNothing()
        .expectRolledBack();
  }

  @Test
  void aBranchThatDoesNotAnswerMayHaveHappened() {
    party(true)
        .replyTo("book hall", new No())
        .after(MUSIC_TIMEOUT)
        .expect("band", "cancel band")
        .reply(new Yes())
        .expectRolledBack();
  }

  @Test
  void whatWasDoneAtOnceIsUndoneAtOnceAndAfterWhatCameLater() {
    var notes =
        upToCake(true)
            .expect("baker", "order cake")
            .reply(new No())
            .expect("hall", "cancel hall")
            .expect("band", "cancel band")
            .replyTo("cancel hall", new Yes())
            .replyTo("cancel band", new Yes())
            .expectRolledBack()
            .notes();
    assertThat(notes).containsExactly("budgeted", "budget freed");
  }

  @Test
  void aSagaThatOnlyGoesForwardIsNeverTurnedBack() {
    SagaConversation.of(new CleaningSaga(), new Party(false, 0, List.of()))
        .expect("hall", "sweep")
        .cancel()
        .after(Duration.ofDays(1))
        .expect("hall", "sweep")
        .reply(new No())
        .expectNothing()
        .after(Duration.ofDays(1))
        .expect("hall", "sweep")
        .reply(new Yes())
        .expectCompleted();
  }

  @Test
  void aSagaThatOnlyGoesForwardHasNoPivotAndSaysSoFirst() {
    SagaBuilder<Party> forward = new SagaBuilder<Party>().named("cleaning").forwardOnly();
    assertThatThrownBy(() -> forward.pivot("pay")).hasMessageContaining("pivot");
    assertThatThrownBy(forward::forwardOnly).hasMessageContaining("not begun");
  }

  @Test
  void aStepWhoseConditionDoesNotHoldIsNeitherDoneNorUndone() {
    upToCake(false)
        .expect("bank", "pay")
        .reply(new No())
        .expect("hall", "cancel hall")
        .replyTo("cancel hall", new Yes())
        .replyTo("cancel band", new Yes())
        .expectRolledBack();
  }

  @Test
  void aStepThatIsCodeMayRefuse() {
    SagaConversation.of(new PartySaga(), new Party(false, 0, List.of()))
        .expectNothing()
        .expectRolledBack();
  }

  @Test
  void aFailureIsAskedAboutAgainSoManyTimesBeforeTheSagaTurnsBack() {
    upToCake(true)
        .reply(new Busy())
        .expectNothing()
        .after(BACKOFF)
        .expect("baker", "order cake")
        .reply(new Busy())
        .expect("baker", "cancel cake");
  }

  @Test
  void aRequestToCancelDoesNotWaitForBranches() {
    party(true)
        .replyTo("book hall", new Yes())
        .cancel()
        .expect("hall", "cancel hall")
        .expect("band", "cancel band");
  }

  @Test
  void whatCannotBeAtOnceIsRefused() {
    var code =
        new SagaBuilder<Party>().named("x").parallel("a").local(party -> new Local.Done<>(party));
    assertThatThrownBy(code::build).hasMessageContaining("at once with nothing");
    var alone = new SagaBuilder<Party>().named("x").step("a").send(p -> ask("", "a"));
    assertThatThrownBy(() -> alone.and("b")).hasMessageContaining("done at once");
    var pivot = new SagaBuilder<Party>().named("x").pivot("a").send(p -> ask("", "a"));
    var skipped = pivot.onReply(Yes.class).when(party -> true);
    assertThatThrownBy(skipped::build).hasMessageContaining("skipped");
  }

  private static SagaConversation<Party> party(boolean birthday) {
    return SagaConversation.of(new PartySaga(), new Party(birthday, 100, List.of()));
  }

  private static SagaConversation<Party> upToCake(boolean birthday) {
    return party(birthday).replyTo("book hall", new Yes()).replyTo("book band", new Yes());
  }

  private static SagaCommand ask(String whom, String what) {
    return new SagaCommand(whom, "p", what);
  }

  record Party(boolean birthday, int money, List<String> notes) {
    Party note(String note) {
      var more = new ArrayList<>(notes);
      more.add(note);
      return new Party(birthday, money, List.copyOf(more));
    }
  }

  record Yes() {}

  record No() {}

  record Busy() {}

  static final class PartySaga implements Saga<Party> {
    @Override
    public SagaDefinition<Party> define(SagaBuilder<Party> saga) {
      return saga.named("party")
          .step("budget")
          .local(PartySaga::budget)
          .undoLocal(party -> party.note("budget freed"))
          .parallel("hall")
          .send(party -> ask("hall", "book hall"))
          .onReply(Yes.class)
          .endsIf(No.class, (party, no) -> party)
          .undo(party -> ask("hall", "cancel hall"))
          .and("band")
          .send(party -> ask("band", "book band"))
          .onReply(Yes.class)
          .undo(party -> ask("band", "cancel band"))
          .timeout(MUSIC_TIMEOUT)
          .step("cake")
          .when(Party::birthday)
          .send(party -> ask("baker", "order cake"))
          .onReply(Yes.class)
          .endsIf(No.class, (party, no) -> party)
          .failsIf(Busy.class)
          .undo(party -> ask("baker", "cancel cake"))
          .retried(Backoff.fixed(BACKOFF).limited(2))
          .pivot("pay")
          .send(party -> ask("bank", "pay"))
          .onReply(Yes.class)
          .endsIf(No.class, (party, no) -> party)
          .parallel("invite")
          .send(party -> ask("post", "invite"))
          .onReply(Yes.class)
          .and("list")
          .send(party -> ask("door", "hang a list"))
          .onReply(Yes.class)
          .build();
    }

    private static Local<Party> budget(Party party) {
      return party.money() > 0
          ? new Local.Done<>(party.note("budgeted"))
          : new Local.Refused<>(party);
    }

    @Override
    public void completed(Party party) {}

    @Override
    public void rolledBack(Party party) {}

    @Override
    public void abandoned(Party party, String reason) {}
  }

  static final class CleaningSaga implements Saga<Party> {
    @Override
    public SagaDefinition<Party> define(SagaBuilder<Party> saga) {
      return saga.named("cleaning")
          .forwardOnly()
          .step("sweep")
          .send(party -> ask("hall", "sweep"))
          .onReply(Yes.class)
          .build();
    }

    @Override
    public void completed(Party party) {}

    @Override
    public void rolledBack(Party party) {}

    @Override
    public void abandoned(Party party, String reason) {}
  }
}
