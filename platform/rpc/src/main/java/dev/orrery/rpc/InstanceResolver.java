package dev.orrery.rpc;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tells a channel which instances there are, again whenever they have changed. Where discovery
 * cannot be asked, the channel keeps those it has.
 */
final class InstanceResolver extends NameResolver {
  private final String service;
  private final Instances instances;
  private final SynchronizationContext channel;
  private final ScheduledExecutorService timer;
  private final Executor lookups;
  private final AtomicBoolean lookingUp = new AtomicBoolean();
  private @Nullable Listener2 listener;
  private @Nullable ScheduledFuture<?> repetition;
  private @Nullable StatusOr<List<EquivalentAddressGroup>> told;

  InstanceResolver(String service, Instances instances, Args args) {
    this.service = service;
    this.instances = instances;
    this.channel = args.getSynchronizationContext();
    this.timer = args.getScheduledExecutorService();
    this.lookups = Objects.requireNonNull(args.getOffloadExecutor());
  }

  @Override
  public String getServiceAuthority() {
    return service;
  }

  @Override
  public void start(Listener2 listener) {
    this.listener = listener;
    this.repetition =
        timer.scheduleWithFixedDelay(
            this::refresh, 0, instances.lookupInterval().toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void refresh() {
    if (lookingUp.compareAndSet(false, true)) {
      lookups.execute(this::lookUp);
    }
  }

  private void lookUp() {
    try {
      StatusOr<List<EquivalentAddressGroup>> found = found();
      channel.execute(() -> tell(found));
    } finally {
      lookingUp.set(false);
    }
  }

  private StatusOr<List<EquivalentAddressGroup>> found() {
    try {
      List<EquivalentAddressGroup> found = instances.of(service);
      return found.isEmpty()
          ? StatusOr.fromStatus(
              Status.UNAVAILABLE.withDescription("no instance of " + service + " is known"))
          : StatusOr.fromValue(found);
    } catch (RuntimeException e) {
      return StatusOr.fromStatus(
          Status.UNAVAILABLE
              .withDescription("instances of " + service + " cannot be looked up")
              .withCause(e));
    }
  }

  private void tell(StatusOr<List<EquivalentAddressGroup>> found) {
    if (listener == null || found.equals(told)) {
      return;
    }
    told = found;
    var _ = listener.onResult2(ResolutionResult.newBuilder().setAddressesOrError(found).build());
  }

  /** In the order of the channel, as all calls to a resolver but those of its own threads. */
  @Override
  public void shutdown() {
    listener = null;
    if (repetition != null) {
      repetition.cancel(false);
    }
  }
}
