package dev.orrery.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.orrery.contracts.rpc.QuoteRequest;
import dev.orrery.contracts.rpc.StockQueryGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The price of ten products, asked of the running inventory-service by gRPC and by REST in turn,
 * each by the same number of callers who ask again as soon as they are answered. Both answers are
 * made into objects.
 */
public final class Quotes {
  private static final List<String> SKUS =
      IntStream.range(1_017, 1_027).mapToObj(number -> "ORR-" + number).toList();
  private static final int ROUNDS = 3;

  private final StockQueryGrpc.StockQueryBlockingStub grpc;
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;
  private final JsonMapper json = JsonMapper.builder().build();
  private final int callers = Setting.number("orrery.bench.callers", 8);
  private final int seconds = Setting.number("orrery.bench.quote-seconds", 10);

  private Quotes(ManagedChannel channel) {
    this.grpc = StockQueryGrpc.newBlockingStub(channel);
    int port = Setting.number("orrery.bench.inventory-port", 28_082);
    this.request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/api/products?%s"
                        .formatted(
                            port,
                            SKUS.stream()
                                .map(sku -> "sku=" + sku)
                                .collect(Collectors.joining("&")))))
            .build();
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Products(List<Product> products) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Product(String sku, String name, Price price, long available) {}

  private record Price(long amount, String currency) {}

  public static void main(String[] args) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1", Setting.number("orrery.bench.inventory-grpc-port", 28_092))
            .usePlaintext()
            .build();
    try {
      new Quotes(channel).measure();
    } finally {
      channel.shutdownNow();
    }
  }

  private void measure() throws Exception {
    run("warm-up, gRPC", this::byGrpc);
    run("warm-up, REST", this::byRest);
    for (int round = 1; round <= ROUNDS; round++) {
      run("gRPC", this::byGrpc);
      run("REST", this::byRest);
    }
  }

  private int byGrpc() {
    return grpc.quote(QuoteRequest.newBuilder().addAllSkus(SKUS).build()).getQuotesCount();
  }

  private int byRest() {
    try {
      byte[] body = http.send(request, BodyHandlers.ofByteArray()).body();
      return json.readValue(body, Products.class).products().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Question {
    int ask();
  }

  private void run(String way, Question question) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long[] times;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> asked =
          IntStream.range(0, callers)
              .mapToObj(_ -> threads.submit(() -> askUntil(end, question)))
              .toList();
      LongStream.Builder all = LongStream.builder();
      for (Future<long[]> each : asked) {
        Arrays.stream(each.get()).forEach(all);
      }
      times = all.build().sorted().toArray();
    }
    System.out.printf(
        "%-14s %,7d quotes/s of %d products by %d callers; p50 %.2f ms, p99 %.2f ms%n",
        way,
        times.length / seconds,
        SKUS.size(),
        callers,
        times[times.length / 2] / 1e6,
        times[times.length * 99 / 100] / 1e6);
  }

  private static long[] askUntil(long end, Question question) {
    LongStream.Builder times = LongStream.builder();
    long began = System.nanoTime();
    while (began < end) {
      if (question.ask() != SKUS.size()) {
        throw new IllegalStateException("some products have no price");
      }
      long now = System.nanoTime();
      times.add(now - began);
      began = now;
    }
    return times.build().toArray();
  }
}
