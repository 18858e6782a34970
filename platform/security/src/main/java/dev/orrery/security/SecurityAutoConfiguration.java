package dev.orrery.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.orrery.web.ProblemWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CorsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.util.StringUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Puts the rules before everything a service answers. */
@AutoConfiguration(
    before = ServletWebSecurityAutoConfiguration.class,
    afterName = {
      "dev.orrery.web.WebAutoConfiguration",
      "dev.orrery.security.RevocationAutoConfiguration",
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(SecurityProperties.class)
@EnableWebSecurity
class SecurityAutoConfiguration {

  /** Signatures by a private key: with a shared secret, who verifies could also sign. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

  @Bean
  @ConditionalOnMissingBean(JWKSource.class)
  JWKSource<SecurityContext> issuerKeys(SecurityProperties properties) {
    return new IssuerKeys(properties);
  }

  @Bean
  RememberedTokens rememberedTokens(
      JWKSource<SecurityContext> issuerKeys,
      ObjectProvider<Revocations> revocations,
      SecurityProperties properties) {
    return new RememberedTokens(
        verifier(issuerKeys, properties),
        revocations.getIfAvailable(() -> Revocations.NONE),
        properties,
        // Not the service's clock: a token's times are the issuer's.
        InstantSource.system());
  }

  private static JwtDecoder verifier(
      JWKSource<SecurityContext> keys, SecurityProperties properties) {
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    // The claims are checked below.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    var decoder = new NimbusJwtDecoder(processor);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            new JwtTimestampValidator(properties.clockSkew()),
            new JwtClaimValidator<>(JwtClaimNames.EXP, expiry -> expiry != null),
            new JwtIssuerValidator(properties.issuer().toString()),
            new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD,
                audience -> audience != null && audience.contains(properties.audience()))));
    return decoder;
  }

  @Bean
  MeterBinder rememberedTokensMetrics(RememberedTokens tokens) {
    return new CaffeineCacheMetrics<>(tokens.known(), "tokens", List.of());
  }

  /** A span for each filter of each request would fill the trace store and say nothing. */
  @Bean
  SecurityObservationSettings noSecurityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  SecurityFilterChain accessRules(
      HttpSecurity http,
      RememberedTokens tokens,
      SecurityProperties properties,
      ProblemWriter problems,
      MeterRegistry meters) {
    Refusals refusals = new Refusals(problems, meters);
    String operator = Callers.authority(Caller.OPERATOR);
    return http.authorizeHttpRequests(request ->
            request
                // They follow a request that was let in.
                .dispatcherTypeMatchers(
                    DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers(Rules.matchers(properties.probes()))
                .permitAll()
                .requestMatchers(Rules.matchers(properties.operators()))
                .hasAuthority(operator)
                .requestMatchers(Rules.matchers(properties.open()))
                .permitAll()
                .requestMatchers(Rules.matchers(properties.customers()))
                .hasAnyAuthority(Callers.authority(Caller.CUSTOMER), operator)
                .anyRequest()
                .hasAuthority(operator))
        .oauth2ResourceServer(server ->
            server
                .jwt(jwt ->
                    jwt.decoder(tokens::decode)
                        .jwtAuthenticationConverter(new Callers(properties.customerClaim())))
                .authenticationEntryPoint(refusals)
                .accessDeniedHandler(refusals))
        .exceptionHandling(
            thrown -> thrown.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .headers(SecurityAutoConfiguration::headers)
        .cors(cors -> origins(properties.cors().allowedOrigins(), cors))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // Nothing is known of a caller by a cookie that a browser would send unasked.
        .csrf(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy ->
            policy.policyDirectives(
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " object-src 'none'; base-uri 'self'; frame-ancestors 'none'"))
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
        // What is one caller's is kept by nobody; what anybody may see says itself how long.
        .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
        .addHeaderWriter((request, response) -> {
          if (StringUtils.hasText(request.getHeader(HttpHeaders.AUTHORIZATION))
              && !response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
          }
        });
  }

  /**
   * Without origins nothing is answered here: behind the gateway, which did, a refusal is wrong.
   */
  private static void origins(List<String> origins, CorsConfigurer<HttpSecurity> cors) {
    if (origins.isEmpty()) {
      cors.disable();
      return;
    }
    var allowed = new CorsConfiguration();
    allowed.setAllowedOrigins(origins);
    allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "DELETE"));
    allowed.setAllowedHeaders(
        List.of("Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "Prefer"));
    allowed.setExposedHeaders(
        List.of("ETag", "Location", "Preference-Applied", "RateLimit", "Retry-After"));
    var source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", allowed);
    cors.configurationSource(source);
  }
}
