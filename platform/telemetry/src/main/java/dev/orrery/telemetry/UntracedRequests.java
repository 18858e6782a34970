package dev.orrery.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Leaves out the requests machines make of each other all day: probes, scrapes, renewals. */
final class UntracedRequests implements ObservationPredicate {

  private final List<String> paths;

  UntracedRequests(List<String> paths) {
    this.paths = List.copyOf(paths);
  }

  @Override
  public boolean test(String name, Observation.Context context) {
    return switch (context) {
      case ServerRequestObservationContext served when served.getCarrier() != null ->
          isTraced(served.getCarrier().getRequestURI());
      case ClientRequestObservationContext sent when sent.getCarrier() != null ->
          isTraced(sent.getCarrier().getURI().getPath());
      default -> true;
    };
  }

  private boolean isTraced(@Nullable String path) {
    return path == null || paths.stream().noneMatch(below -> isBelow(path, below));
  }

  private static boolean isBelow(String path, String folder) {
    return path.startsWith(folder)
        && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
  }
}
