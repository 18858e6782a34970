package dev.orrery.writebehind;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * For operators: how far each buffer is behind, and what the database would not take. A value set
 * aside is tried again by POST, or given up by DELETE; the database's is then read again.
 */
@Endpoint(id = "writebehind")
public final class WriteBehindEndpoint {
  private static final int MOST_SHOWN = 100;

  private final WriteBehinds buffers;

  WriteBehindEndpoint(WriteBehinds buffers) {
    this.buffers = buffers;
  }

  /**
   * How far a buffer is behind.
   *
   * @param oldest the values set aside first, a hundred at most
   */
  public record State(String buffer, int dirty, int aside, List<Aside> oldest) {}

  /**
   * What the database would not take, and what it said.
   *
   * @param value as JSON, empty where the value was to be removed
   */
  public record Aside(String key, long version, String value, String reason, Instant at) {}

  @ReadOperation
  public List<State> states() {
    return buffers.buffers().stream().map(this::state).toList();
  }

  /** Null, which is a 404, where nothing of that name was set aside. */
  @WriteOperation
  public @Nullable Aside retry(@Selector String buffer, @Selector String key) {
    AsideRows.Row row = find(buffer, key);
    if (row == null) {
      return null;
    }
    named(buffer).retry(key, row.version(), row.data());
    return shown(row);
  }

  @DeleteOperation
  public @Nullable Aside discard(@Selector String buffer, @Selector String key) {
    AsideRows.Row row = find(buffer, key);
    if (row == null) {
      return null;
    }
    named(buffer).discard(key, row.version());
    buffers.aside().delete(buffer, row);
    return shown(row);
  }

  private State state(Buffer buffer) {
    int dirty = 0;
    int aside = 0;
    for (Shard shard : buffer.shards()) {
      Buffer.Look look = buffer.look(shard);
      dirty += look.dirty();
      aside += look.aside();
    }
    return new State(
        buffer.name(),
        dirty,
        aside,
        buffers.aside().oldest(buffer.name(), MOST_SHOWN).stream()
            .map(WriteBehindEndpoint::shown)
            .toList());
  }

  private AsideRows.@Nullable Row find(String buffer, String key) {
    return buffers.buffers().stream().anyMatch(it -> it.name().equals(buffer))
        ? buffers.aside().find(buffer, key).orElse(null)
        : null;
  }

  private Buffer named(String name) {
    return buffers.buffers().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Aside shown(AsideRows.Row row) {
    return new Aside(row.key(), row.version(), row.data(), row.reason(), row.asideAt());
  }
}
