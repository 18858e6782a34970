package dev.orrery.payment.authorization;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Rows turned into columns, as {@code unnest} takes them. */
final class Columns {
  private Columns() {}

  static <R, V> V[] column(
      List<R> rows, IntFunction<V[]> array, Function<? super R, ? extends @Nullable V> value) {
    return rows.stream().map(value).toArray(array);
  }
}
