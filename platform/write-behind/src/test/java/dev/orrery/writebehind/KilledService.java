package dev.orrery.writebehind;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes and says what it has written, until it is killed; drains all the while. */
final class KilledService {
  private static final int KEYS = 300;

  private KilledService() {}

  static class Things {
    @Bean
    WriteBehind<Thing> things(
        WriteBehinds buffers, JdbcClient jdbc, @Value("${buffer}") String name) {
      return buffers.of(name, Thing.class, ThingTable.existing(jdbc, name));
    }
  }

  @SuppressWarnings("unchecked")
  public static void main(String[] args) {
    var context =
        new SpringApplicationBuilder(WriteBehindTest.App.class, Things.class)
            .web(WebApplicationType.NONE)
            .properties("logging.level.root=off")
            .run(args);
    var things = (WriteBehind<Thing>) context.getBean(WriteBehind.class);
    for (long number = 0; ; number++) {
      String key = "k" + number % KEYS;
      Thing thing = Thing.of(number);
      WriteBehindTest.acknowledged(() -> things.put(key, thing));
      System.out.println(key + " " + number);
    }
  }
}
