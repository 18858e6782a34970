package dev.orrery.system;

import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.Shape;
import dev.orrery.sandbox.shop.Places;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/**
 * The system under test. What a deployment does not tell or allow aborts the test that asks for it,
 * with the reason.
 */
sealed interface Deployment extends Places {

  /** The sandbox, or what {@code ORRERY_BASE_URL} names; the same for all tests. */
  static Deployment current() {
    return Current.DEPLOYMENT;
  }

  String kafka();

  /** To break it. */
  Sandbox sandbox();

  record OnSandbox(Sandbox sandbox) implements Deployment {

    /** Ends with this JVM; its logs stay in target/sandbox/logs. */
    static OnSandbox started() {
      Sandbox sandbox = Sandbox.temporary(Path.of("target", "sandbox"), Shape.USUAL.withLinks());
      sandbox.start();
      return new OnSandbox(sandbox);
    }

    @Override
    public URI uri(String server) {
      return sandbox.uri(server);
    }

    @Override
    public String kafka() {
      return sandbox.kafka();
    }
  }

  /** Told by variables: {@code ORRERY_PROVIDER_URL}, {@code ORRERY_ORDER_SERVICE_URL} and so on. */
  record Elsewhere(Map<String, String> environment) implements Deployment {
    static final String GATEWAY = "ORRERY_BASE_URL";

    @Override
    public URI uri(String server) {
      return URI.create(told(server.equals("gateway") ? GATEWAY : variable(server)));
    }

    @Override
    public String kafka() {
      return told("ORRERY_KAFKA");
    }

    @Override
    public Sandbox sandbox() {
      throw new TestAbortedException("Only a sandbox can be broken, and this is another system.");
    }

    private String told(String variable) {
      String value = environment.get(variable);
      if (value == null) {
        throw new TestAbortedException("%s does not say where it is.".formatted(variable));
      }
      return value;
    }

    private static String variable(String server) {
      return "ORRERY_%s_URL".formatted(server.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Started when the first test asks. */
  final class Current {
    private static final Deployment DEPLOYMENT =
        System.getenv(Elsewhere.GATEWAY) == null
            ? OnSandbox.started()
            : new Elsewhere(System.getenv());

    private Current() {}
  }
}
