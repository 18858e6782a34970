package dev.orrery.inventory.stock;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a SKU looks like; whether there is such a product is another question. */
public final class Sku {
  public static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final Pattern PATTERN = Pattern.compile(FORM);

  private Sku() {}

  public static boolean isWellFormed(@Nullable String text) {
    return text != null && PATTERN.matcher(text).matches();
  }
}
