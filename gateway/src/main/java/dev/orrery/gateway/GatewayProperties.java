package dev.orrery.gateway;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;
import org.springframework.validation.annotation.Validated;

/**
 * What is behind the door; how it is guarded stands in {@code orrery.guards}.
 *
 * @param connectTimeout how long an instance may take to accept a connection
 * @param ourHeaders how the names of headers begin that nobody outside may send
 * @param routes by name; where two match, the one with the more specific path takes the request
 */
@Validated
@ConfigurationProperties("orrery.gateway")
record GatewayProperties(
    @NotNull @DurationMin(millis = 1) @DefaultValue("1s") Duration connectTimeout,
    @NotNull
        @DefaultValue({
          "orrery-",
          "x-orrery-",
          "forwarded",
          "x-forwarded-",
          "x-real-ip",
          "x-original-",
          "x-rewrite-",
          "x-http-method",
          "x-method-override",
          "x-user",
          "x-auth-"
        })
        List<@NotBlank String> ourHeaders,
    @NotEmpty Map<@NotBlank String, @Valid Route> routes) {

  /**
   * @param path what the route takes, as a path pattern
   * @param methods what it takes of them; all where none is named
   * @param service the registered name of the upstream
   * @param rewrite the path at the upstream, where it is another
   * @param bodyTimeLimit for the caller to send its body
   * @param silenceLimit between two pieces of an answer that has begun
   */
  record Route(
      @NotNull @Pattern(regexp = "/.+") String path,
      @DefaultValue Set<HttpMethod> methods,
      @NotBlank String service,
      @Nullable @Pattern(regexp = "/.+") String rewrite,
      @NotNull @DurationMin(millis = 1) @DefaultValue("5s") Duration bodyTimeLimit,
      @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration silenceLimit) {}
}
