package dev.orrery.inventory.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.orrery.contracts.rpc.Quote;
import dev.orrery.contracts.rpc.QuoteRequest;
import dev.orrery.contracts.rpc.StockLevel;
import dev.orrery.contracts.rpc.StockQueryGrpc;
import dev.orrery.contracts.rpc.WatchRequest;
import dev.orrery.inventory.InventoryTest;
import dev.orrery.inventory.stock.StockWatch;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Over the network, as other services ask. */
class StockQueryTest extends InventoryTest {
  private static final String WATCHED = "ORR-1043";

  @Autowired private GrpcServerLifecycle server;
  @Autowired private StockWatch watches;
  @Autowired private JdbcClient jdbc;

  private ManagedChannel channel;

  @BeforeEach
  void connect() {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
            .usePlaintext()
            // The least there is: what a slow caller does not read must not hide in a window.
            .flowControlWindow(1_024)
            .build();
    assertThat(moveTo(1_000)).isOne();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
    moveTo(1_000_000);
  }

  @Test
  void manyPricesAreAnsweredAtOnceAndStrangersLeftOut() {
    List<Quote> quotes = quote("ORR-1044", "ORR-1001", "ORR-9999", "ORR-1001");

    assertThat(quotes).extracting(Quote::getSku).containsExactly("ORR-1001", "ORR-1044");
    Quote quote = quotes.getFirst();
    assertThat(quote.getName()).isEqualTo("Copernicus Desk Orrery");
    assertThat(quote.getPrice().getAmount()).isEqualTo(34_900);
    assertThat(quote.getPrice().getCurrency()).isEqualTo("EUR");
    assertThat(quote.getAvailable()).isPositive();
    assertThat(quotes.get(1).getAvailable()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a sku", "", "'; drop table product"})
  void whatCannotBeASkuIsNamed(String sku) {
    BadRequest told =
        detail(Status.Code.INVALID_ARGUMENT, () -> quote("ORR-1001", sku), BadRequest.class);

    assertThat(told.getFieldViolations(0).getField()).isEqualTo("skus[1]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 101})
  void noneAndTooManyAreRefused(int skus) {
    String[] named = IntStream.range(0, skus).mapToObj(i -> "SKU-" + i).toArray(String[]::new);

    detail(Status.Code.INVALID_ARGUMENT, () -> quote(named), BadRequest.class);
    assertThat(refused(named)).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aWatchTellsAllAtOnceAndThenWhatChanges() {
    var watching = new Watching(100);
    watch(watching, WATCHED, "ORR-1044");
    await().until(() -> watching.heard.size() == 2);
    assertThat(watching.heard).contains(level("ORR-1044", 0), level(WATCHED, 1_000));

    moveTo(999);
    await().until(() -> watching.heard.size() == 3);
    assertThat(watching.heard.getLast()).isEqualTo(level(WATCHED, 999));
    watching.cancel();
  }

  @Test
  void whoReadsSlowlyMissesWhatWasInBetweenAndNotTheLatest() {
    var watching = new Watching(1);
    watch(watching, WATCHED);
    await().until(() -> watching.heard.size() == 1);
    for (int left = 999; left >= 500; left--) {
      moveTo(left);
      watches.look();
    }

    watching.more(1_000);

    await().until(() -> watching.heard.getLast().equals(level(WATCHED, 500)));
    assertThat(watching.heard).hasSizeLessThan(400);
    assertThat(watching.heard)
        .extracting(StockLevel::getAvailable)
        .isSortedAccordingTo((one, other) -> Long.compare(other, one));
    watching.cancel();
  }

  @Test
  void aStrangerIsNotWatched() {
    ErrorInfo told =
        detail(
            Status.Code.NOT_FOUND,
            () -> blocking().watch(request(WATCHED, "ORR-9999")).hasNext(),
            ErrorInfo.class);

    assertThat(told.getReason()).isEqualTo("UNKNOWN_SKU");
    assertThat(told.getMetadataMap()).containsEntry("sku", "ORR-9999");
  }

  @Test
  void placesAreBoundedAndFreeAgainWhenAWatchIsCancelled() {
    List<Watching> all = IntStream.range(0, 3).mapToObj(i -> new Watching(10)).toList();
    all.forEach(watching -> watch(watching, WATCHED));
    await().until(() -> all.stream().noneMatch(watching -> watching.heard.isEmpty()));

    RetryInfo told =
        detail(
            Status.Code.RESOURCE_EXHAUSTED,
            () -> blocking().watch(request(WATCHED)).hasNext(),
            RetryInfo.class);
    assertThat(told.getRetryDelay().getSeconds()).isPositive();

    all.getFirst().cancel();
    var next = new Watching(10);
    await()
        .until(() -> {
          if (next.heard.isEmpty()) {
            watch(next, WATCHED);
          }
          return !next.heard.isEmpty();
        });
    next.cancel();
    all.forEach(Watching::cancel);
  }

  @Test
  void aWatchEndsAtItsDeadlineAndWithItsServer() {
    var late = new Watching(10);
    StockQueryGrpc.newStub(channel)
        .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
        .watch(request(WATCHED), late);
    await().until(() -> late.failure != null);
    assertThat(Status.fromThrowable(late.failure).getCode())
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);

    var watching = new Watching(10);
    watch(watching, WATCHED);
    await().until(() -> !watching.heard.isEmpty());
    watches.end();
    await().until(() -> watching.failure != null);
    assertThat(Status.fromThrowable(watching.failure).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void theServiceSaysHowItIsAndWhatItOffers() {
    await()
        .until(() ->
            HealthGrpc.newBlockingStub(channel)
                    .check(
                        HealthCheckRequest.newBuilder()
                            .setService(StockQueryGrpc.SERVICE_NAME)
                            .build())
                    .getStatus()
                == ServingStatus.SERVING);

    var names = new CopyOnWriteArrayList<String>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    response
                        .getListServicesResponse()
                        .getServiceList()
                        .forEach(service -> names.add(service.getName()));
                  }

                  @Override
                  public void onError(Throwable failure) {
                    names.add(failure.toString());
                  }

                  @Override
                  public void onCompleted() {}
                });
    questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    await().until(() -> names.contains(StockQueryGrpc.SERVICE_NAME));
    questions.onCompleted();
  }

  private StockQueryGrpc.StockQueryBlockingStub blocking() {
    return StockQueryGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  private List<Quote> quote(String... skus) {
    return blocking()
        .quote(QuoteRequest.newBuilder().addAllSkus(List.of(skus)).build())
        .getQuotesList();
  }

  private Status.Code refused(String... skus) {
    try {
      return blocking().watch(request(skus)).hasNext() ? Status.Code.OK : Status.Code.UNKNOWN;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private void watch(Watching watching, String... skus) {
    StockQueryGrpc.newStub(channel).watch(request(skus), watching);
  }

  private static WatchRequest request(String... skus) {
    return WatchRequest.newBuilder().addAllSkus(List.of(skus)).build();
  }

  private static StockLevel level(String sku, long available) {
    return StockLevel.newBuilder().setSku(sku).setAvailable(available).build();
  }

  private int moveTo(long available) {
    return jdbc.sql(
            """
            update stock set available = ?, seeded = ? + reserved + sold where sku = ?
            """)
        .param(available)
        .param(available)
        .param(WATCHED)
        .update();
  }

  private static <T extends Message> T detail(Status.Code code, Runnable call, Class<T> detail) {
    var failure = new StatusRuntimeException[1];
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call::run)
        .satisfies(thrown -> failure[0] = thrown);
    assertThat(failure[0].getStatus().getCode()).isEqualTo(code);
    try {
      return Objects.requireNonNull(StatusProto.fromThrowable(failure[0]))
          .getDetails(0)
          .unpack(detail);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes as many as it says it wants, and no more. */
  private static final class Watching implements ClientResponseObserver<WatchRequest, StockLevel> {
    final List<StockLevel> heard = new CopyOnWriteArrayList<>();
    volatile @Nullable Throwable failure;
    private final int wanted;
    private @Nullable ClientCallStreamObserver<WatchRequest> call;

    Watching(int wanted) {
      this.wanted = wanted;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> call) {
      this.call = call;
      call.disableAutoRequestWithInitial(wanted);
    }

    void more(int wanted) {
      Objects.requireNonNull(call).request(wanted);
    }

    void cancel() {
      Objects.requireNonNull(call).cancel("seen enough", null);
    }

    @Override
    public void onNext(StockLevel level) {
      heard.add(level);
    }

    @Override
    public void onError(Throwable thrown) {
      failure = thrown;
    }

    @Override
    public void onCompleted() {}
  }
}
