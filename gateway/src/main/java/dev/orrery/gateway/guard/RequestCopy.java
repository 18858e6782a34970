package dev.orrery.gateway.guard;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * A request that another thread may work on, at the same time or after the first one has been
 * answered: a server reuses its own. It has no body.
 */
public final class RequestCopy extends HttpServletRequestWrapper {

  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private final HttpHeaders headers = new HttpHeaders();
  private final Map<String, String[]> parameters;
  private final String method;
  private final String path;
  private final StringBuffer url;
  private final @Nullable String query;
  private final Cookie @Nullable [] cookies;
  private final @Nullable Principal principal;
  private final String remoteAddress;
  private final int remotePort;
  private final String scheme;
  private final String serverName;
  private final int serverPort;
  private final String localAddress;
  private final int localPort;
  private final String contextPath;
  private final ServletContext context;

  private RequestCopy(ServerRequest original) {
    super(original.servletRequest());
    HttpServletRequest servlet = original.servletRequest();
    attributes.putAll(original.attributes());
    // One map that all copies would write to.
    attributes.put(
        MvcUtils.GATEWAY_ATTRIBUTES_ATTR, new HashMap<>(MvcUtils.getGatewayAttributes(original)));
    headers.putAll(original.headers().asHttpHeaders());
    parameters = Map.copyOf(servlet.getParameterMap());
    method = original.method().name();
    path = servlet.getRequestURI();
    url = servlet.getRequestURL();
    query = servlet.getQueryString();
    cookies = servlet.getCookies();
    principal = servlet.getUserPrincipal();
    remoteAddress = servlet.getRemoteAddr();
    remotePort = servlet.getRemotePort();
    scheme = servlet.getScheme();
    serverName = servlet.getServerName();
    serverPort = servlet.getServerPort();
    localAddress = servlet.getLocalAddr();
    localPort = servlet.getLocalPort();
    contextPath = servlet.getContextPath();
    context = servlet.getServletContext();
  }

  /** To be made while the original is being answered. */
  public static ServerRequest of(ServerRequest original) {
    return ServerRequest.create(new RequestCopy(original), original.messageConverters());
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return Collections.enumeration(List.copyOf(attributes.keySet()));
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
  }

  @Override
  public void removeAttribute(String name) {
    attributes.remove(name);
  }

  @Override
  public @Nullable String getHeader(String name) {
    return headers.getFirst(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(headers.getOrEmpty(name));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(new ArrayList<>(headers.headerNames()));
  }

  @Override
  public @Nullable String getContentType() {
    return headers.getFirst(HttpHeaders.CONTENT_TYPE);
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    return null;
  }

  @Override
  public int getContentLength() {
    return -1;
  }

  @Override
  public long getContentLengthLong() {
    return -1;
  }

  @Override
  public ServletInputStream getInputStream() {
    return new NoBody();
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return parameters;
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return parameters.get(name);
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer(url);
  }

  @Override
  public @Nullable String getQueryString() {
    return query;
  }

  @Override
  public Cookie @Nullable [] getCookies() {
    return cookies;
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return principal;
  }

  @Override
  public String getRemoteAddr() {
    return remoteAddress;
  }

  @Override
  public String getRemoteHost() {
    return remoteAddress;
  }

  @Override
  public int getRemotePort() {
    return remotePort;
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public boolean isSecure() {
    return scheme.equals("https");
  }

  @Override
  public String getServerName() {
    return serverName;
  }

  @Override
  public int getServerPort() {
    return serverPort;
  }

  @Override
  public String getLocalAddr() {
    return localAddress;
  }

  @Override
  public int getLocalPort() {
    return localPort;
  }

  @Override
  public String getContextPath() {
    return contextPath;
  }

  @Override
  public ServletContext getServletContext() {
    return context;
  }

  private static final class NoBody extends ServletInputStream {

    @Override
    public int read() {
      return -1;
    }

    @Override
    public boolean isFinished() {
      return true;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("there is nothing to read");
    }
  }
}
