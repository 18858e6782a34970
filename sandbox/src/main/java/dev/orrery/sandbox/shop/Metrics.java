package dev.orrery.sandbox.shop;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** What one server says of itself to Prometheus. */
public final class Metrics {
  public static final List<String> SERVICES =
      List.of("order-service", "inventory-service", "payment-service");

  private final String text;

  private Metrics(String text) {
    this.text = text;
  }

  public static Metrics of(Places places, String server) {
    return new Metrics(new Http(places.uri(server)).get("/actuator/prometheus").expect(200).body());
  }

  /** The sum over all labels; empty where there is no such metric. */
  public OptionalDouble value(String metric) {
    double[] samples =
        Pattern.compile("^" + metric + "(?:\\{.*})? (\\S+)$", Pattern.MULTILINE)
            .matcher(text)
            .results()
            .mapToDouble(sample -> Double.parseDouble(sample.group(1)))
            .toArray();
    return samples.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(java.util.Arrays.stream(samples).sum());
  }
}
