package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.messaging.Ids;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What makes a busy hour cheap: the database is asked as often for many commands as for one. */
class StockStatementsTest extends StockTest {
  @Autowired private DataSource dataSource;
  @Autowired private ReservationRows rows;
  @Autowired private StockMetrics metrics;
  private static final Set<String> COUNTED =
      Set.of("prepareStatement", "setSavepoint", "releaseSavepoint", "rollback");

  private final AtomicInteger statements = new AtomicInteger();

  @BeforeEach
  void countStatements() {
    var counted = new CountedDataSource();
    JdbcClient jdbc = JdbcClient.create(counted);
    var transactions = new JdbcTransactionManager(counted);
    shell(
        new Reservations(jdbc, rows),
        new Stockroom(new StockLevels(jdbc), new JdbcTemplate(counted), metrics),
        new TransactionTemplate(transactions));
  }

  @Test
  void aBatchCostsAHandfulOfStatements() {
    List<String> skus = List.of(product(10_000), product(10_000), product(10_000));
    var reserves = new ArrayList<StockCommand>();
    var commits = new ArrayList<StockCommand>();
    for (int i = 0; i < 200; i++) {
      UUID order = Ids.next();
      reserves.add(
          new ReserveStock(order, skus.stream().map(sku -> new StockLine(sku, 1)).toList()));
      commits.add(new CommitReservation(order));
    }

    send(reserves);
    assertThat(statements.getAndSet(0)).isEqualTo(4);
    send(commits);
    assertThat(statements.get()).isEqualTo(4);
    assertThat(level(skus.getFirst())).isEqualTo(new Level(9_800, 0, 200));
  }

  @Test
  void overShardsItCostsASavepointMoreHoweverManyThereAre() {
    String sku = product(100_000, 12);
    send(reserves(sku));
    assertThat(statements.getAndSet(0)).as("once, to find out").isEqualTo(6);

    send(reserves(sku));
    assertThat(statements.get()).isEqualTo(5);
  }

  private static List<ReserveStock> reserves(String sku) {
    return Stream.generate(() -> new ReserveStock(Ids.next(), List.of(new StockLine(sku, 1))))
        .limit(200)
        .toList();
  }

  /** Counts what is prepared on its connections. */
  private final class CountedDataSource extends AbstractDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = dataSource.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (_, method, arguments) -> {
                if (COUNTED.contains(method.getName())) {
                  statements.incrementAndGet();
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    @Override
    public Connection getConnection(String username, String password) {
      throw new UnsupportedOperationException();
    }
  }
}
