package dev.orrery.order;

import dev.orrery.contracts.rpc.Money;
import dev.orrery.contracts.rpc.Quote;
import dev.orrery.contracts.rpc.QuoteRequest;
import dev.orrery.contracts.rpc.QuoteResponse;
import dev.orrery.contracts.rpc.StockQueryGrpc;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers price questions over real gRPC: every product but those named UNKNOWN costs 10 euros. */
public final class InventoryStub extends StockQueryGrpc.StockQueryImplBase {
  public final AtomicInteger asked = new AtomicInteger();

  /** Counted down when a question that was {@link #silent} is given up by who asked. */
  public final CountDownLatch givenUp = new CountDownLatch(1);

  public volatile boolean silent;
  public volatile Status status = Status.OK;
  private final Server server;

  public InventoryStub() {
    this(0);
  }

  public InventoryStub(int port) {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void quote(QuoteRequest request, StreamObserver<QuoteResponse> responses) {
    asked.incrementAndGet();
    if (silent) {
      Context.current().addListener(_ -> givenUp.countDown(), Runnable::run);
    } else if (status.isOk()) {
      responses.onNext(answer(request));
      responses.onCompleted();
    } else {
      responses.onError(status.asRuntimeException());
    }
  }

  private static QuoteResponse answer(QuoteRequest request) {
    var answer = QuoteResponse.newBuilder();
    request.getSkusList().stream()
        .filter(sku -> !sku.startsWith("UNKNOWN"))
        .forEach(sku ->
            answer.addQuotes(
                Quote.newBuilder()
                    .setSku(sku)
                    .setName("Product " + sku)
                    .setPrice(Money.newBuilder().setAmount(1_000).setCurrency("EUR"))
                    .setAvailable(10)));
    return answer.build();
  }

  /** As a channel's target. */
  public String target() {
    return "static://127.0.0.1:" + port();
  }

  public int port() {
    return server.getPort();
  }

  public void stop() {
    server.shutdownNow();
  }
}
