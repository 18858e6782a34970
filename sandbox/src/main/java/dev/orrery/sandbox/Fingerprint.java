package dev.orrery.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Of what is run and how: a server with another one than we would start now is out of date. */
record Fingerprint(String value) {

  static Fingerprint of(Server server) {
    CRC32 checksum = new CRC32();
    String whole =
        server.directory() + "\n" + server.command() + "\n" + new TreeMap<>(server.environment());
    checksum.update(whole.getBytes(StandardCharsets.UTF_8));
    return new Fingerprint("%08x".formatted(checksum.getValue()));
  }
}
