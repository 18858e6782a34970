package dev.orrery.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;

/** One at a time changes what runs. The kernel lets go of it when we end, however we do. */
final class Lock implements AutoCloseable {

  private final FileChannel channel;

  private Lock(FileChannel channel) {
    this.channel = channel;
  }

  static Lock take(State state) throws IOException {
    FileChannel channel =
        FileChannel.open(
            state.directory().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new SandboxException(
          "Another ./orrery is at work on " + state.directory() + ": try again when it is done.");
    }
    return new Lock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
