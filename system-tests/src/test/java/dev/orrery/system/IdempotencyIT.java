package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.shop.Answer;
import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Shop;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One key is one order, however often and however fast it is sent. */
class IdempotencyIT {
  private final Shop shop = new Shop(Deployment.current());

  @Test
  void theSameRequestTwiceIsOneOrder() {
    Basket basket = Basket.of("ORR-1015", 1);
    String key = Shop.newKey();

    Answer first = shop.place(basket, key).expect(202);
    Answer second = shop.place(basket, key).expect(201, 202);

    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(shop.ordersOf(basket.customerId())).hasSize(1);
  }

  @Test
  void theSameRequestManyTimesAtOnceIsOneOrder() throws InterruptedException, ExecutionException {
    Basket basket = Basket.of("ORR-1016", 1);
    String key = Shop.newKey();

    List<Answer> answers = atOnce(20, basket, key);

    assertThat(answers).extracting(Answer::status).isSubsetOf(201, 202, 409);
    assertThat(answers.stream().filter(Answer::isSuccess).map(answer -> answer.header("Location")))
        .isNotEmpty()
        .containsOnly(shop.place(basket, key).expect(201, 202).header("Location"));
    assertThat(answers.stream().filter(answer -> answer.status() == 409))
        .allSatisfy(answer -> answer.refusedWith(409));
    assertThat(shop.ordersOf(basket.customerId())).hasSize(1);
  }

  @Test
  void theKeyOfOneRequestIsRefusedForAnother() {
    Basket basket = Basket.of("ORR-1019", 1);
    String key = Shop.newKey();
    Answer first = shop.place(basket, key).expect(202);

    assertThat(shop.place(basket.and("ORR-1020", 1), key).refusedWith(422)).contains("key");

    assertThat(shop.ordersOf(basket.customerId()))
        .extracting(Shop.Listed::id)
        .containsExactly(first.as(Order.class).id());
  }

  @Test
  void theSameKeyOfAnotherCustomerIsAnotherOrder() {
    Basket basket = Basket.of("ORR-1021", 1);
    String key = Shop.newKey();

    Answer mine = shop.place(basket, key).expect(202);
    Answer yours = shop.place(basket.by(UUID.randomUUID()), key).expect(202);

    assertThat(yours.header("Location")).isNotEqualTo(mine.header("Location"));
  }

  private List<Answer> atOnce(int times, Basket basket, String key)
      throws InterruptedException, ExecutionException {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          Stream.generate(() -> callers.submit(() -> shop.place(basket, key)))
              .limit(times)
              .toList();
      for (Future<Answer> answer : answers) {
        answer.get();
      }
      return answers.stream().map(Future::resultNow).toList();
    }
  }
}
