package dev.orrery.web;

/** What to tell a caller whom the server refused before the request reached a handler. */
final class Refusal {

  private Refusal() {}

  static String sentence(int status) {
    return switch (status) {
      case 400 -> "The request is not well-formed HTTP.";
      case 401 -> "The request needs credentials.";
      case 403 -> "The caller may not do this.";
      case 404 -> "There is nothing at this path.";
      case 405 -> "The method is not supported here.";
      case 408 -> "The request took too long to arrive.";
      case 413 -> "The request body is larger than is accepted here.";
      case 414, 431 -> "The request line or its headers are larger than is accepted here.";
      case 501, 505 -> "The server does not speak this kind of HTTP.";
      case 503 -> "The service cannot answer at the moment.";
      default -> status < 500 ? "The request was refused." : "The service failed to answer.";
    };
  }
}
