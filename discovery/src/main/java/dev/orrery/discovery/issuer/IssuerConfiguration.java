package dev.orrery.discovery.issuer;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("orrery.issuer.enabled")
@EnableConfigurationProperties(IssuerProperties.class)
class IssuerConfiguration {

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain issuer(HttpSecurity http) {
    var server = new OAuth2AuthorizationServerConfigurer();
    return http.securityMatcher(server.getEndpointsMatcher())
        .with(server, it -> {})
        .authorizeHttpRequests(request -> request.anyRequest().authenticated())
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  @Bean
  JWKSource<SecurityContext> signingKey(IssuerProperties properties) {
    return new ImmutableJWKSet<>(new JWKSet(SigningKey.in(properties.key())));
  }

  @Bean
  DevelopmentClients clients(IssuerProperties properties) {
    return new DevelopmentClients(properties);
  }

  @Bean
  OAuth2AuthorizationService authorizations() {
    return new ForgetfulAuthorizations();
  }

  @Bean
  PlainSecrets secrets() {
    return new PlainSecrets();
  }

  @Bean
  AuthorizationServerSettings settings(IssuerProperties properties) {
    return AuthorizationServerSettings.builder().issuer(properties.url().toString()).build();
  }

  /** A token has its role as scope whether or not it was asked for by name. */
  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> claims(
      DevelopmentClients clients, IssuerProperties properties) {
    return context ->
        context
            .getClaims()
            .subject(clients.subject(context.getRegisteredClient()))
            .audience(List.of(properties.audience()))
            .claim("scope", context.getRegisteredClient().getScopes());
  }
}
