package dev.orrery.gateway;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.preserveHostHeader;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.setPath;
import static org.springframework.cloud.gateway.server.mvc.filter.LoadBalancerFilterFunctions.lb;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.methods;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import dev.orrery.gateway.cache.ResponseCache;
import dev.orrery.gateway.guard.CallerBody;
import dev.orrery.gateway.guard.Guards;
import dev.orrery.gateway.guard.TimeLimit;
import dev.orrery.gateway.live.LiveStreams;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

@Configuration(proxyBeanMethods = false)
class Routes {

  @Bean
  RouterFunction<ServerResponse> upstreams(
      GatewayProperties properties, Guards guards, ResponseCache cache) {
    Set<String> unknown = new TreeSet<>(guards.configured());
    unknown.removeAll(properties.routes().keySet());
    // A variable of the environment has no dashes.
    properties.routes().keySet().forEach(name -> unknown.remove(name.replace("-", "")));
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("orrery.guards.routes guards what is no route: " + unknown);
    }
    if (!properties.routes().keySet().containsAll(cache.routes())) {
      throw new IllegalStateException(
          "orrery.response-cache.routes names what is no route: " + cache.routes());
    }
    return properties.routes().entrySet().stream()
        // The more specific first, whatever order overriding one of them put them in.
        .sorted(Comparator.comparing(route -> pattern(route.getValue())))
        .map(route -> upstream(route.getKey(), route.getValue(), guards, cache))
        .reduce(RouterFunction::and)
        .orElseThrow();
  }

  private static PathPattern pattern(GatewayProperties.Route route) {
    return PathPatternParser.defaultInstance.parse(route.path());
  }

  private static RequestPredicate taken(GatewayProperties.Route config) {
    RequestPredicate path = path(config.path());
    return config.methods().isEmpty()
        ? path
        : path.and(methods(config.methods().toArray(HttpMethod[]::new)));
  }

  /** What the route does not take of its path. */
  private static RouterFunction<ServerResponse> notTaken(GatewayProperties.Route config) {
    List<String> allowed = config.methods().stream().map(HttpMethod::name).sorted().toList();
    return RouterFunctions.route(
        path(config.path()),
        request -> {
          throw new HttpRequestMethodNotSupportedException(request.method().name(), allowed);
        });
  }

  private static RouterFunction<ServerResponse> upstream(
      String name, GatewayProperties.Route config, Guards guards, ResponseCache cache) {
    var route =
        route(name)
            .route(taken(config), http())
            .filter(new CallerBody(name, config.bodyTimeLimit()))
            .filter(cache.of(name))
            .filter(guards.of(name))
            .filter(lb(config.service()));
    String rewrite = config.rewrite();
    RouterFunction<ServerResponse> upstream =
        (rewrite == null
                ? route
                // A document names the address it was asked at as its server.
                : route.before(setPath(rewrite)).before(preserveHostHeader()))
            .build();
    return config.methods().isEmpty() ? upstream : upstream.and(notTaken(config));
  }

  @Bean
  RouterFunction<ServerResponse> front() {
    URI documents = URI.create("/swagger-ui.html");
    return RouterFunctions.route()
        .route(GET("/"), _ -> ServerResponse.seeOther(documents).build())
        .build();
  }

  @Bean
  Relay relay(
      RestClient.Builder http,
      ExecutorService upstreamIo,
      GatewayProperties properties,
      TimeLimit timeLimit,
      LiveStreams liveStreams) {
    HttpClient client =
        HttpClient.newBuilder()
            // Or each first request would ask an HTTP/1.1 server to upgrade.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(properties.connectTimeout())
            .executor(upstreamIo)
            .build();
    return new Relay(
        http.requestFactory(new JdkClientHttpRequestFactory(client, upstreamIo)).build(),
        timeLimit,
        liveStreams,
        properties.routes());
  }

  @Bean
  ExecutorService upstreamIo() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("upstream-", 0).factory());
  }

  /** A body belongs to the upstream: the server here must not take a form apart. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> formsAreRelayed() {
    return tomcat ->
        tomcat.addConnectorCustomizers(connector -> connector.setParseBodyMethods("NONE"));
  }

  @Bean
  FilterRegistrationBean<OutsideHeadersFilter> outsideHeaders(GatewayProperties properties) {
    var filter = new FilterRegistrationBean<>(new OutsideHeadersFilter(properties.ourHeaders()));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  @Bean
  FilterRegistrationBean<PlainPathFilter> plainPaths() {
    var filter = new FilterRegistrationBean<>(new PlainPathFilter());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 9);
    return filter;
  }
}
