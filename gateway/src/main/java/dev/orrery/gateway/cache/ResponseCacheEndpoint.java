package dev.orrery.gateway.cache;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/responsecache}: what is kept. Where writing is allowed ({@code
 * management.endpoint.responsecache.access}), it can be dropped.
 */
@Endpoint(id = "responsecache")
public class ResponseCacheEndpoint {

  /**
   * @param addresses of which something is kept, about
   * @param evictions since the start, for want of room or at the end of their time
   */
  public record Report(Set<String> routes, long addresses, long bytes, long most, long evictions) {}

  private final Set<String> routes;
  private final Shelf shelf;
  private final long most;

  ResponseCacheEndpoint(Set<String> routes, Shelf shelf, long most) {
    this.routes = routes;
    this.shelf = shelf;
    this.most = most;
  }

  @ReadOperation
  public Report report() {
    return new Report(routes, shelf.entries(), shelf.bytes(), most, shelf.evictions());
  }

  @DeleteOperation
  public void drop() {
    shelf.forgetAll();
  }
}
