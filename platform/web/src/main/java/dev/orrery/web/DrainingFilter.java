package dev.orrery.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says in every answer of an instance that takes no more traffic that it is about to stop: a caller
 * learns it from the first one, and its connection is not used again.
 */
final class DrainingFilter extends OncePerRequestFilter
    implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

  static final String SIGN = "Orrery-Draining";

  private volatile boolean draining;

  @Override
  public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
    draining = event.getState() == ReadinessState.REFUSING_TRAFFIC;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (draining) {
      response.setHeader(SIGN, "true");
      response.setHeader(HttpHeaders.CONNECTION, "close");
    }
    chain.doFilter(request, response);
  }
}
