package dev.orrery.gateway.cache;

import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, the same however it is written: the host in lower case, the parameters in the
 * order of their names (those of one name as they came), nothing encoded that need not be.
 */
record Target(String text) {

  private static final Pattern ENCODED = Pattern.compile("%([0-9a-fA-F]{2})");

  static Target of(@Nullable String host, URI uri) {
    String query = uri.getRawQuery();
    return new Target(
        (host == null ? "" : host.toLowerCase(Locale.ROOT))
            + plain(uri.getRawPath())
            + (query == null || query.isEmpty() ? "" : "?" + sorted(plain(query))));
  }

  private static String sorted(String query) {
    return Arrays.stream(query.split("&"))
        .filter(parameter -> !parameter.isEmpty())
        .sorted(Comparator.comparing((String parameter) -> parameter.split("=", 2)[0]))
        .collect(Collectors.joining("&"));
  }

  private static String plain(String encoded) {
    return ENCODED
        .matcher(encoded)
        .replaceAll(match -> {
          char octet = (char) Integer.parseInt(match.group(1), 16);
          return isUnreserved(octet)
              ? String.valueOf(octet)
              : "%" + match.group(1).toUpperCase(Locale.ROOT);
        });
  }

  private static boolean isUnreserved(char octet) {
    return octet < 128 && (Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0);
  }
}
