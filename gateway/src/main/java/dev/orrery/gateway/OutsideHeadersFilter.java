package dev.orrery.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes away what only we may say of a request: to whoever is behind the door, such a header would
 * look like ours. Names are told apart as servers do that turn dashes into underscores.
 */
final class OutsideHeadersFilter extends OncePerRequestFilter {
  private final List<String> ours;

  /**
   * @param ours how the names begin, whatever their case
   */
  OutsideHeadersFilter(List<String> ours) {
    this.ours = ours.stream().map(OutsideHeadersFilter::plain).toList();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(new FromOutside(request), response);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private boolean isOurs(String name) {
    String plain = plain(name);
    return ours.stream().anyMatch(plain::startsWith);
  }

  private final class FromOutside extends HttpServletRequestWrapper {

    FromOutside(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return isOurs(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return isOurs(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(
          Collections.list(super.getHeaderNames()).stream().filter(name -> !isOurs(name)).toList());
    }

    @Override
    public int getIntHeader(String name) {
      return isOurs(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
      return isOurs(name) ? -1 : super.getDateHeader(name);
    }
  }
}
