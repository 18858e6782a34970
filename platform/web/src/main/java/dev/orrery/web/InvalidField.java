package dev.orrery.web;

/** One entry of a problem's {@code errors}: where in the request, and what it must be. */
public record InvalidField(String field, String message) {

  @Override
  public String toString() {
    return field + " " + message;
  }
}
