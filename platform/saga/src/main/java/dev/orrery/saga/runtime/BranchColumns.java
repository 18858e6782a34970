package dev.orrery.saga.runtime;

import static dev.orrery.saga.runtime.Times.instant;

import dev.orrery.saga.Branch;
import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The branches of an instance in its row. One branch that is under way, which is nearly always, is
 * the columns step, attempt, resting and due; anything else is JSON.
 */
final class BranchColumns {
  private final JsonMapper json;

  BranchColumns(JsonMapper json) {
    this.json = json;
  }

  List<Branch> read(ResultSet row) throws SQLException {
    String written = row.getString("branches");
    return written == null
        ? List.of(
            new Branch(
                row.getInt("step"),
                row.getBoolean("resting") ? Progress.RESTING : Progress.WAITING,
                row.getInt("attempt"),
                instant(row, "due")))
        : List.of(json.readValue(written, Branch[].class));
  }

  @Nullable String write(SagaState<?> state) {
    boolean columnsSuffice = state.branches().size() == 1 || state.status().isTerminal();
    return columnsSuffice ? null : json.writeValueAsString(state.branches());
  }
}
