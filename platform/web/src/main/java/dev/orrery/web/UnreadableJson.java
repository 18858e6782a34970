package dev.orrery.web;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says in the caller's words what is wrong with a body: which field, which line; no class names.
 */
final class UnreadableJson {

  private UnreadableJson() {}

  /** The field a body failed at, or null where it is not JSON at all. */
  static @Nullable InvalidField field(JacksonException problem) {
    return switch (problem) {
      case MismatchedInputException mismatch ->
          new InvalidField(path(problem), expectation(mismatch.getTargetType()));
      case InputCoercionException outOfRange ->
          new InvalidField(path(problem), expectation(outOfRange.getTargetType()));
      case ValueInstantiationException refused
          when refused.getCause() instanceof IllegalArgumentException reason
              && reason.getMessage() != null ->
          new InvalidField(path(problem), "is refused: " + reason.getMessage());
      case DatabindException _ -> new InvalidField(path(problem), "has the wrong form");
      default -> null;
    };
  }

  /** A sentence for a body that is not JSON. */
  static String sentence(@Nullable JacksonException problem) {
    if (problem == null) {
      return "A JSON body is required.";
    }
    if (problem instanceof StreamConstraintsException) {
      return "The body is JSON beyond reason: nested too deeply, or with a number or a text too long.";
    }
    TokenStreamLocation at = problem.getLocation();
    return at == null
        ? "The body is not valid JSON."
        : "The body is not valid JSON: it breaks at line %d, column %d."
            .formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String path(JacksonException problem) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : problem.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.isEmpty() ? "body" : path.toString();
  }

  static String expectation(@Nullable Class<?> type) {
    if (type == null) {
      return "has the wrong form";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name())
          .collect(Collectors.joining(", ", "must be one of ", ""));
    }
    if (type == boolean.class || type == Boolean.class) {
      return "must be true or false";
    }
    if (type == int.class || type == Integer.class) {
      return "must be a whole number of at most " + Integer.MAX_VALUE;
    }
    if (type == long.class || type == Long.class || type == BigInteger.class) {
      return "must be a whole number";
    }
    if (type.isPrimitive() || type == BigDecimal.class || Number.class.isAssignableFrom(type)) {
      return "must be a number";
    }
    if (type == UUID.class) {
      return "must be a UUID";
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "must be a string";
    }
    if (Temporal.class.isAssignableFrom(type)) {
      return "must be a time in ISO 8601, for instance 2026-01-31T12:00:00Z";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "must be a list";
    }
    return "has the wrong form";
  }
}
