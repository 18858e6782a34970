package dev.orrery.sandbox.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of lines. Lines appended while a force is under way share the next one (group
 * commit): the first thread to wait writes for all. A line torn by a crash is cut off at opening:
 * nobody was told that it is there. Thread-safe.
 */
final class Journal implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  private ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private long appended;
  private volatile long durable;
  private boolean forcing;
  private @Nullable IOException failure;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Receives each line that is there already, with the position of its end. */
  interface Reader {
    void line(byte[] line, long end);
  }

  static Journal open(Path file, Reader reader) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException(file + " is in use by another process");
      }
      Journal journal = new Journal(file, channel);
      journal.replay(reader);
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the position to wait for; the order of calls is the order in the file. */
  long append(byte[] line) {
    lock.lock();
    try {
      pending.writeBytes(line);
      pending.write('\n');
      appended += line.length + 1L;
      return appended;
    } finally {
      lock.unlock();
    }
  }

  /** Returns once everything up to the position is on disk. */
  void awaitDurable(long position) throws IOException, InterruptedException {
    if (durable >= position) {
      return;
    }
    lock.lock();
    try {
      while (durable < position) {
        if (failure != null) {
          throw new IOException("the book can no longer be written", failure);
        }
        if (forcing) {
          progress.await();
        } else {
          forceForAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The durable lines after a position, at most so many, to the reader.
   *
   * @return the position to go on from
   * @throws IllegalArgumentException when no line ends there
   */
  long read(long after, int limit, Reader reader) throws IOException {
    return read(after, durable, limit, reader);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void forceForAll() {
    ByteBuffer batch = ByteBuffer.wrap(pending.toByteArray());
    long start = durable;
    long end = appended;
    pending = new ByteArrayOutputStream();
    forcing = true;
    lock.unlock();
    IOException failed = null;
    try {
      while (batch.hasRemaining()) {
        channel.write(batch, start + batch.position());
      }
      channel.force(false);
    } catch (IOException e) {
      failed = e;
    } finally {
      lock.lock();
      forcing = false;
      if (failed == null) {
        durable = end;
      } else {
        failure = failed;
      }
      progress.signalAll();
    }
  }

  private void replay(Reader reader) throws IOException {
    long end = read(0, channel.size(), Integer.MAX_VALUE, reader);
    channel.truncate(end);
    appended = end;
    durable = end;
  }

  private long read(long from, long to, int limit, Reader reader) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      requireEndOfLine(in, from);
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long end = from;
      int lines = 0;
      for (long position = from + 1; position <= to && lines < limit; position++) {
        int next = in.read();
        if (next == '\n') {
          reader.line(line.toByteArray(), position);
          line.reset();
          end = position;
          lines++;
        } else {
          line.write(next);
        }
      }
      return end;
    }
  }

  private static void requireEndOfLine(InputStream in, long position) throws IOException {
    if (position == 0) {
      return;
    }
    in.skipNBytes(position - 1);
    if (in.read() != '\n') {
      throw new IllegalArgumentException("no line ends at " + position);
    }
  }
}
