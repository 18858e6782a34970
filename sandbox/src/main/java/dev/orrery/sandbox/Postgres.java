package dev.orrery.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Postgres as durable as in production: an acknowledged commit survives a kill, so fsync and
 * synchronous_commit stay on.
 */
record Postgres(Programs programs, Path directory, int port, List<String> databases)
    implements Server {

  static final String USER = "orrery";
  static final String PASSWORD = "orrery";

  private static final String DUPLICATE_DATABASE = "42P04";

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public void prepare() throws IOException {
    Path data = data();
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return;
    }
    Files.createDirectories(directory);
    Path password = Files.writeString(directory.resolve("password"), PASSWORD);
    Unprivileged.own(directory);
    // Renamed once complete: a half-made cluster of an interrupted run is never taken for a whole
    // one.
    Path partial = directory.resolve("data.partial");
    Directories.delete(partial);
    Commands.run(
        directory,
        Map.of(),
        Unprivileged.command(
            executable("initdb"),
            "--pgdata=" + partial,
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions"));
    Files.move(partial, data);
  }

  @Override
  public List<String> command() {
    return Unprivileged.command(
        executable("postgres"),
        "-D",
        data().toString(),
        "-p",
        Integer.toString(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "max_connections=150",
        // In the data directory: /dev/shm would keep the segments of a killed server.
        "-c",
        "dynamic_shared_memory_type=mmap");
  }

  @Override
  public boolean ready() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void initialize() {
    databases.forEach(this::create);
  }

  @Override
  public Signal farewell() {
    return Signal.INT;
  }

  @Override
  public Signal abort() {
    return Signal.QUIT;
  }

  Database create(String database) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create database \"" + database + "\"");
    } catch (SQLException e) {
      if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
        throw new SandboxException("Postgres did not create the database " + database + ".", e);
      }
    }
    return database(port, database);
  }

  static Database database(int port, String name) {
    return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, PASSWORD);
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", PASSWORD);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    return DriverManager.getConnection(database(port, "postgres").url(), properties);
  }

  private Path data() {
    return directory.resolve("data");
  }

  private String executable(String name) {
    return programs.postgres().resolve("bin").resolve(name).toString();
  }
}
