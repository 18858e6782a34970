package dev.orrery.gateway.guard;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import org.springframework.web.client.HttpServerErrorException;

/** Why an upstream gave no answer. */
enum Fault {
  NO_INSTANCE,
  UNREACHABLE,
  TOO_SLOW,
  BROKEN;

  static Fault of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case TimeLimitExceeded _ -> {
          return TOO_SLOW;
        }
        // Spring Cloud's way to say that the registry knows no instance.
        case HttpServerErrorException _ -> {
          return NO_INSTANCE;
        }
        case ConnectException _,
            HttpConnectTimeoutException _,
            UnknownHostException _,
            UnresolvedAddressException _ -> {
          return UNREACHABLE;
        }
        default -> {}
      }
    }
    return BROKEN;
  }
}
