package dev.orrery.coordination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes a lock, writes, waits for a line and writes again, deaf to every interrupt: only the fence
 * can stop it.
 */
final class PausedHolder {
  private PausedHolder() {}

  public static void main(String[] args) {
    try (var context =
        new SpringApplicationBuilder(CoordinationTest.App.class)
            .web(WebApplicationType.NONE)
            .properties("logging.level.root=off")
            .run(args)) {
      var lock = new LockName("test", context.getEnvironment().getRequiredProperty("lock"));
      var fence = context.getBean(Fence.class);
      var jdbc = context.getBean(JdbcClient.class);
      var transactions = context.getBean(TransactionOperations.class);
      Outcome<String> outcome =
          context
              .getBean(FencedLocks.class)
              .call(
                  lock,
                  Duration.ofSeconds(20),
                  hold -> {
                    write(hold, fence, jdbc, transactions);
                    System.out.println("wrote");
                    awaitLine();
                    Thread.interrupted();
                    try {
                      write(hold, fence, jdbc, transactions);
                    } catch (LockLost e) {
                      System.out.println("refused");
                      throw e;
                    }
                    return "wrote twice";
                  });
      System.out.println(
          switch (outcome) {
            case Outcome.Done<String>(var what) -> what;
            case Outcome.Lost<String> _ -> "lost";
            case Outcome.Busy<String> _ -> "busy";
            case Outcome.Unavailable<String> _ -> "unavailable";
          });
    }
  }

  private static void write(
      Hold hold, Fence fence, JdbcClient jdbc, TransactionOperations transactions) {
    transactions.executeWithoutResult(_ -> {
      fence.admit(hold);
      jdbc.sql("insert into ledger (lock, token) values (?, ?)")
          .param(hold.lock().toString())
          .param(hold.token())
          .update();
    });
  }

  private static void awaitLine() {
    try {
      if (System.in.read() < 0) {
        throw new IllegalStateException("nobody said when to write");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
