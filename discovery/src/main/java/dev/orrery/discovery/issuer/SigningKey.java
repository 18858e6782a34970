package dev.orrery.discovery.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.UUID;

/** The key that signs: made at the first start and kept, or tokens would end with the process. */
final class SigningKey {
  private static final int BITS = 2048;

  private SigningKey() {}

  /**
   * @throws UncheckedIOException where it can be neither read nor kept
   * @throws IllegalStateException where the file holds something else
   */
  static RSAKey in(Path file) {
    try {
      Path place = file.toAbsolutePath();
      if (!Files.exists(place)) {
        make(place);
      }
      return RSAKey.parse(Files.readString(place));
    } catch (IOException e) {
      throw new UncheckedIOException("The signing key cannot be kept in " + file, e);
    } catch (ParseException e) {
      throw new IllegalStateException(file + " holds no key", e);
    }
  }

  /** Whole or not at all; of two who make one at once, both then read the same. */
  private static void make(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path partial =
        Files.createTempFile(
            file.getParent(),
            "key-",
            ".partial",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(partial, generated().toJSONString());
      Files.createLink(file, partial);
    } catch (FileAlreadyExistsException _) {
      // The other was first.
    } finally {
      Files.delete(partial);
    }
  }

  private static RSAKey generated() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyID(UUID.randomUUID().toString())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
