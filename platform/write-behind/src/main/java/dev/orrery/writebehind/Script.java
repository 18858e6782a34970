package dev.orrery.writebehind;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;

/** What Redis does in one step; each is in a file of its own. */
enum Script {
  READ,
  FILL,
  WRITE,
  TAKE,
  SETTLE,
  DEFER,
  ASIDE,
  RETRY,
  DISCARD,
  LOOK;

  private final String text;

  Script() {
    String file = name().toLowerCase(Locale.ROOT) + ".lua";
    try {
      this.text = new ClassPathResource(file, Script.class).getContentAsString(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return text;
  }
}
