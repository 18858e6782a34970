package dev.orrery.gateway.guard;

import java.net.InetSocketAddress;
import java.security.Principal;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Says who calls. A name is believed where it was authenticated; else it is the address of the
 * connection, for a header can be made up anew for each call. Thread-safe.
 */
public interface Callers {

  String of(ServerRequest request);

  static Callers byPrincipalOrAddress() {
    return request ->
        request
            .principal()
            .map(Principal::getName)
            .map("user:"::concat)
            .orElseGet(() -> "address:" + address(request));
  }

  private static String address(ServerRequest request) {
    return request.remoteAddress().map(InetSocketAddress::getHostString).orElse("unknown");
  }
}
