package dev.orrery.inventory.catalog;

import dev.orrery.contracts.rpc.StockLevel;
import dev.orrery.inventory.stock.Watch;
import dev.orrery.inventory.stock.Watch.News;
import dev.orrery.rpc.Refusals;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One watch, streamed: as fast as the caller takes it. What the caller does not take stays in the
 * watch, where only the latest is kept.
 */
final class WatchCall implements Watch.Watcher {
  /** What waits in the transport cannot be taken back: little, so that it is not old. */
  private static final int WAITING_BYTES = 1_024;

  private final ServerCallStreamObserver<StockLevel> caller;
  private @Nullable Watch watch;
  private boolean ended;

  WatchCall(ServerCallStreamObserver<StockLevel> caller) {
    this.caller = caller;
  }

  /** Until the caller cancels, its deadline passes, or the watch ends. */
  synchronized void serve(Watch opened) {
    watch = opened;
    caller.setOnReadyThreshold(WAITING_BYTES);
    caller.setOnReadyHandler(this::news);
    caller.setOnCancelHandler(opened::close);
    if (caller.isCancelled()) {
      opened.close();
    }
    news();
  }

  @Override
  public synchronized void news() {
    while (watch != null && !ended && caller.isReady()) {
      Optional<News> next = watch.next();
      if (next.isEmpty()) {
        return;
      }
      caller.onNext(
          StockLevel.newBuilder()
              .setSku(next.get().sku())
              .setAvailable(next.get().available())
              .build());
    }
  }

  @Override
  public synchronized void ended() {
    if (!ended) {
      ended = true;
      caller.onError(
          Refusals.unavailable("This instance cannot watch any longer.", Duration.ofSeconds(1)));
    }
  }
}
