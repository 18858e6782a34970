package dev.orrery.inventory.stock;

import dev.orrery.inventory.stock.Reservation.State;
import dev.orrery.inventory.stock.Reservation.State.Committed;
import dev.orrery.inventory.stock.Reservation.State.Expired;
import dev.orrery.inventory.stock.Reservation.State.Rejected;
import dev.orrery.inventory.stock.Reservation.State.Released;
import dev.orrery.inventory.stock.Reservation.State.Reserved;
import dev.orrery.inventory.stock.Reservation.State.Returned;
import dev.orrery.inventory.stock.Reservation.State.Unknown;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A reservation's state as columns, and back. */
@Component
final class ReservationRows implements RowMapper<Reservation> {
  private static final TypeReference<SortedMap<String, Integer>> QUANTITIES =
      new TypeReference<>() {};

  private final JsonMapper json;

  ReservationRows(JsonMapper json) {
    this.json = json;
  }

  /** Why nothing was reserved. */
  private record Refusal(String reason, List<String> skus) {}

  @Override
  public Reservation mapRow(ResultSet row, int number) throws SQLException {
    return new Reservation(
        row.getObject("order_id", UUID.class), row.getInt("version"), readState(row));
  }

  private State readState(ResultSet row) throws SQLException {
    var lines = new Lines(json.readValue(row.getString("lines"), QUANTITIES));
    String state = row.getString("state");
    return switch (state) {
      case "RESERVED" -> new Reserved(lines, readExpiry(row));
      case "COMMITTED" -> new Committed(lines, readExpiry(row));
      case "RETURNED" -> new Returned(lines, readExpiry(row));
      case "EXPIRED" -> new Expired(lines, readExpiry(row));
      case "RELEASED" -> new Released(lines);
      case "REJECTED" -> {
        Refusal refusal = json.readValue(row.getString("refusal"), Refusal.class);
        yield new Rejected(lines, refusal.reason(), refusal.skus());
      }
      default -> throw new SQLException("no reservation is in the state " + state);
    };
  }

  private static Instant readExpiry(ResultSet row) throws SQLException {
    return row.getObject("expires_at", OffsetDateTime.class).toInstant();
  }

  String state(State state) {
    return switch (state) {
      case Unknown _ -> throw new IllegalArgumentException("what is unknown is not stored");
      case Reserved _ -> "RESERVED";
      case Rejected _ -> "REJECTED";
      case Committed _ -> "COMMITTED";
      case Returned _ -> "RETURNED";
      case Released _ -> "RELEASED";
      case Expired _ -> "EXPIRED";
    };
  }

  String lines(State state) {
    return json.writeValueAsString(state.lines().quantities());
  }

  @Nullable String expiresAt(State state) {
    return switch (state) {
      case Reserved(_, var expiresAt) -> expiresAt.toString();
      case Committed(_, var expiresAt) -> expiresAt.toString();
      case Returned(_, var expiresAt) -> expiresAt.toString();
      case Expired(_, var expiresAt) -> expiresAt.toString();
      case Unknown _, Rejected _, Released _ -> null;
    };
  }

  @Nullable String refusal(State state) {
    return state instanceof Rejected(_, var reason, var skus)
        ? json.writeValueAsString(new Refusal(reason, skus))
        : null;
  }
}
