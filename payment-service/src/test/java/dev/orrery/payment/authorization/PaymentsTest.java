package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.MessageTrace;
import dev.orrery.payment.PaymentServiceTest;
import dev.orrery.payment.provider.Standing.Status;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What Kafka and the provider do not show: what a batch costs, and what a rollback leaves. */
class PaymentsTest extends PaymentServiceTest {
  @Autowired private DataSource dataSource;
  @Autowired private JdbcClient jdbc;
  @Autowired private JsonMapper json;
  @Autowired private AuthorizationProperties properties;
  @Autowired private Dispatcher dispatcher;
  @Autowired private Payments payments;
  @Autowired private TransactionTemplate transactions;
  @Autowired private BulkheadRegistry bulkheads;

  @Test
  void aBatchCostsAHandfulOfStatements() {
    // The service's own hands are to come too late.
    PROVIDER.suffer(0, 400, false);
    var counted = new CountedDataSource(dataSource);
    JdbcClient countedJdbc = JdbcClient.create(counted);
    var countedPayments =
        new Payments(
            new DossierRows(countedJdbc, json),
            new OperationRows(countedJdbc, json, properties),
            _ -> {},
            dispatcher);
    var counting = new TransactionTemplate(new JdbcTransactionManager(counted));
    List<UUID> orders = Stream.generate(Ids::next).limit(200).toList();
    List<Inbound<PaymentCommand>> commands =
        orders.stream().map(PaymentsTest::authorization).toList();

    counting.executeWithoutResult(_ -> countedPayments.command(commands));
    assertThat(counted.statements.getAndSet(0)).isEqualTo(3);

    List<Outcome> outcomes =
        orders.stream()
            .map(this::payment)
            .map(payment -> new Operation(payment, 1, null))
            .map(operation -> new Outcome(operation, Orders.said(Status.AUTHORIZED)))
            .toList();
    counting.executeWithoutResult(_ -> countedPayments.conclude(outcomes));
    assertThat(counted.statements.get()).isEqualTo(3);
  }

  @Test
  void aRollbackGivesThePlacesBack() {
    UUID order = Ids.next();
    transactions.executeWithoutResult(transaction -> {
      payments.command(List.of(authorization(order)));
      transaction.setRollbackOnly();
    });

    var places = bulkheads.bulkhead("provider");
    int all = places.getBulkheadConfig().getMaxConcurrentCalls();
    await().until(() -> places.getMetrics().getAvailableConcurrentCalls() == all);
    assertThat(PROVIDER.kindsOf(order)).isEmpty();
  }

  private Payment payment(UUID order) {
    return jdbc.sql("select * from payment where order_id = ?")
        .param(order)
        .query((row, _) -> DossierRows.payment(row))
        .single();
  }

  private static Inbound<PaymentCommand> authorization(UUID order) {
    return new Inbound<>(
        Ids.next(),
        "payment.commands",
        order.toString(),
        order,
        null,
        "order.replies",
        Instant.EPOCH,
        new Untraced(),
        new AuthorizePayment(order, order, new Money(1999, "EUR"), "tok_visa"));
  }

  private static final class Untraced implements MessageTrace {
    @Override
    public @Nullable String traceparent() {
      return null;
    }

    @Override
    public void within(Runnable work) {
      work.run();
    }
  }

  /** Counts what is prepared on its connections. */
  private static final class CountedDataSource extends DelegatingDataSource {
    private final AtomicInteger statements = new AtomicInteger();

    CountedDataSource(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (_, method, arguments) -> {
                if (method.getName().equals("prepareStatement")) {
                  statements.incrementAndGet();
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
