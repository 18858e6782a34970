package dev.orrery.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a path that two servers may read in two ways, such as {@code /api/orders/..;/actuator}:
 * the route is chosen by one reading, the upstream would act on the other.
 */
final class PlainPathFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isPlain(request.getRequestURI())) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    }
  }

  static boolean isPlain(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return path.startsWith("/")
        && !lower.contains("//")
        && !lower.contains("/.")
        && !lower.contains(";")
        && !lower.contains("\\")
        && !lower.contains("%2e")
        && !lower.contains("%2f")
        && !lower.contains("%5c")
        && !lower.contains("%25")
        && !lower.contains("%3b")
        && !lower.contains("%00");
  }
}
