package dev.orrery.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The reference: durable transactions a second that the running Postgres can commit, each with 200
 * bytes in the log and nothing in a table.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class PostgresCommits {
  private static final String URL =
      Setting.text("orrery.bench.postgres", "jdbc:postgresql://127.0.0.1:25432/orders");

  /** One client. */
  @State(Scope.Thread)
  public static class Client {
    private Connection connection;
    private PreparedStatement write;

    @Setup
    public void connect() throws SQLException {
      connection = DriverManager.getConnection(URL, "orrery", "orrery");
      try (Statement statement = connection.createStatement()) {
        statement.execute("set synchronous_commit = on");
      }
      write = connection.prepareStatement("select pg_logical_emit_message(true, 'bench', ?)");
      write.setString(1, "x".repeat(200));
    }

    @TearDown
    public void close() throws SQLException {
      connection.close();
    }
  }

  @Benchmark
  @Threads(1)
  public boolean oneClient(Client client) throws SQLException {
    return client.write.execute();
  }

  @Benchmark
  @Threads(8)
  public boolean eightClients(Client client) throws SQLException {
    return client.write.execute();
  }

  @Benchmark
  @Threads(32)
  public boolean thirtyTwoClients(Client client) throws SQLException {
    return client.write.execute();
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(PostgresCommits.class.getSimpleName())
                .jvmArgsAppend("-Xmx128m", "-XX:+UseSerialGC")
                .build())
        .run();
  }
}
