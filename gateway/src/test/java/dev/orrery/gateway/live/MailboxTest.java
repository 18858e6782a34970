package dev.orrery.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.gateway.live.Mailbox.Next;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a slow reader is given, and who waits for it. */
class MailboxTest {

  private static final Duration AT_ONCE = Duration.ofNanos(1);

  private static Event says(int number) {
    return new Event(new byte[] {(byte) number}, true);
  }

  private static Event comment() {
    return new Event(new byte[] {0}, false);
  }

  @Test
  void theLatestTakesThePlaceOfWhatStillWaits() throws Exception {
    Mailbox mailbox = new Mailbox(true);
    assertThat(mailbox.put(says(1))).isZero();
    assertThat(mailbox.put(says(2))).isEqualTo(1);
    Event last = says(3);
    assertThat(mailbox.put(last)).isEqualTo(1);
    assertThat(mailbox.put(comment())).isZero();
    assertThat(mailbox.take(AT_ONCE)).isEqualTo(new Next.Write(last));
    assertThat(mailbox.take(AT_ONCE)).isEqualTo(new Next.Quiet());
  }

  @Test
  void whatWaitsIsWrittenBeforeTheEndIsTold() throws Exception {
    Mailbox mailbox = new Mailbox(true);
    Event last = says(1);
    IOException broke = new IOException("gone");
    mailbox.put(last);
    mailbox.end(broke);
    assertThat(mailbox.take(AT_ONCE)).isEqualTo(new Next.Write(last));
    assertThat(mailbox.take(AT_ONCE)).isEqualTo(new Next.End(broke));
  }

  @Test
  void whereAllIsToBeReadWhoBringsMoreWaitsUntilThereIsRoomOrNobodyReads() throws Exception {
    Mailbox mailbox = new Mailbox(false);
    for (int number = 0; number < 16; number++) {
      assertThat(mailbox.put(says(number))).isZero();
    }
    Thread bringer = Thread.ofVirtual().start(() -> put(mailbox, 2));
    await().until(() -> bringer.getState() == Thread.State.WAITING);
    mailbox.take(AT_ONCE);
    await().until(() -> bringer.getState() == Thread.State.WAITING);
    mailbox.close();
    bringer.join();
  }

  private static void put(Mailbox mailbox, int events) {
    try {
      for (int number = 0; number < events; number++) {
        mailbox.put(says(number));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
