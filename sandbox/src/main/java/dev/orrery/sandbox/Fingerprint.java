package dev.orrery.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Of what is run and how: a server with another one than we would start now is out of date. */
record Fingerprint(String value) {

  /** A server that was started without its cache is no other server with it. */
  static final String CACHE_OPTION = "-XX:AOTCache=";

  static Fingerprint of(Server server) {
    CRC32 checksum = new CRC32();
    List<String> command =
        server.command().stream().filter(option -> !option.startsWith(CACHE_OPTION)).toList();
    String whole = server.directory() + "\n" + command + "\n" + new TreeMap<>(server.environment());
    checksum.update(whole.getBytes(StandardCharsets.UTF_8));
    return new Fingerprint("%08x".formatted(checksum.getValue()));
  }
}
