package dev.orrery.gateway.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * An authenticated name, the holder of a key that is known, or the address. A key nobody knows says
 * nothing: or each call could bring a new one, and be a new caller.
 */
final class KnownCallers implements Callers {

  private final String header;
  private final Map<String, Holder> bySha256 = new HashMap<>();

  private record Holder(String name, int times) {}

  KnownCallers(CallerProperties properties) {
    header = properties.apiKeyHeader();
    properties
        .keys()
        .forEach((name, key) ->
            bySha256.put(
                key.sha256(), new Holder(name, properties.plans().getOrDefault(key.plan(), 1))));
  }

  @Override
  public Caller of(ServerRequest request) {
    String address = request.remoteAddress().map(KnownCallers::address).orElse("unknown");
    Holder holder = holder(request.headers().firstHeader(header));
    if (holder != null) {
      return new Caller("key:" + holder.name(), address, holder.times());
    }
    return request
        .principal()
        .map(user -> new Caller("user:" + user.getName(), address, 1))
        .orElseGet(() -> new Caller("address:" + address, address, 1));
  }

  private @Nullable Holder holder(@Nullable String key) {
    return key == null ? null : bySha256.get(sha256(key));
  }

  static String sha256(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String address(InetSocketAddress remote) {
    InetAddress address = remote.getAddress();
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8)) + "/64"
        : remote.getHostString();
  }
}
