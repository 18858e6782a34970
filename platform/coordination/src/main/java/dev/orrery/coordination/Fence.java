package dev.orrery.coordination;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Stands in Postgres before what a lock protects. Thread-safe.
 *
 * <p>The row it writes stays locked until the transaction ends. So of two holders that believe in
 * the same lock the later one waits for the write of the earlier, and the earlier can no longer
 * write once the later has.
 */
public final class Fence {
  private final JdbcClient jdbc;

  Fence(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * To be called in the transaction of the protected write, before it.
   *
   * @throws LockLost when another holder has written with this token or a later one; the
   *     transaction must not commit
   */
  public void admit(Hold hold) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a fence outside of a transaction guards nothing");
    }
    String name = hold.lock().toString();
    int rows =
        jdbc.sql(
                """
                insert into fence (name, token, holder) values (?, ?, ?)
                on conflict (name) do update
                   set token = excluded.token, holder = excluded.holder
                 where fence.token < excluded.token
                    or (fence.token = excluded.token and fence.holder = excluded.holder)
                """)
            .param(name)
            .param(hold.token())
            .param(hold.id())
            .update();
    if (rows == 0) {
      long newest =
          jdbc.sql("select token from fence where name = ?").param(name).query(Long.class).single();
      throw LockLost.refused(hold, newest);
    }
  }
}
