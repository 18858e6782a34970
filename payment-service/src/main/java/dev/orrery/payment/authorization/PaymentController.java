package dev.orrery.payment.authorization;

import dev.orrery.contracts.Money;
import dev.orrery.web.Problems;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/payments")
final class PaymentController {
  private final JdbcClient jdbc;

  PaymentController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param amount absent where the order was voided before it was to be paid
   * @param reason why no money is taken; absent as long as it may be
   */
  record PaymentView(
      UUID orderId,
      UUID paymentId,
      State state,
      @Nullable Money amount,
      @Nullable String reason,
      Instant updatedAt,
      List<StateChange> history) {}

  record StateChange(State state, Instant at) {}

  private record Row(PaymentView payment, StateChange change) {}

  @GetMapping("/{orderId}")
  PaymentView payment(@PathVariable UUID orderId) {
    List<Row> rows =
        jdbc.sql(
                """
                select p.order_id, p.payment_id, p.amount, p.currency, p.state, p.reason,
                       p.updated_at, h.state as was, h.at
                  from payment p join payment_history h using (order_id)
                 where p.order_id = ? order by h.version
                """)
            .param(orderId)
            .query(PaymentController::row)
            .list();
    if (rows.isEmpty()) {
      throw Problems.notFound("There is no payment for an order " + orderId + ".");
    }
    PaymentView payment = rows.getFirst().payment();
    return new PaymentView(
        payment.orderId(),
        payment.paymentId(),
        payment.state(),
        payment.amount(),
        payment.reason(),
        payment.updatedAt(),
        rows.stream().map(Row::change).toList());
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    String currency = row.getString("currency");
    return new Row(
        new PaymentView(
            row.getObject("order_id", UUID.class),
            row.getObject("payment_id", UUID.class),
            State.valueOf(row.getString("state")),
            currency == null ? null : new Money(row.getLong("amount"), currency),
            row.getString("reason"),
            instant(row, "updated_at"),
            List.of()),
        new StateChange(State.valueOf(row.getString("was")), instant(row, "at")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
