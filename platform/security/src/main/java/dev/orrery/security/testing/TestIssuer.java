package dev.orrery.security.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/**
 * To be imported by a test of a service, which then trusts these tokens. What is asked by MockMvc
 * without a token has an operator's.
 */
@Configuration(proxyBeanMethods = false)
public class TestIssuer {
  public static final String ISSUER = "http://127.0.0.1:28761";

  private static final String AUDIENCE = "orrery";
  private static final RSAKey KEY = generated();
  private static final RSAKey ANOTHER_KEY = generated();

  /** What a customer sends in {@code Authorization}. */
  public static String customer(UUID id) {
    return bearer(signed(claims(id.toString(), "customer").build(), KEY));
  }

  public static String operator() {
    return bearer(signed(claims("operator", "operator").build(), KEY));
  }

  /** A token of an operator but for one thing. */
  public static String operator(UnaryOperator<JWTClaimsSet.Builder> but) {
    return bearer(signed(but.apply(claims("operator", "operator")).build(), KEY));
  }

  public static String expired() {
    return operator(claims -> claims.expirationTime(in(Duration.ofMinutes(-2))));
  }

  /** Signed by somebody else, who says that it was our issuer. */
  public static String forged() {
    return bearer(signed(claims("operator", "operator").build(), ANOTHER_KEY));
  }

  public static String unsigned() {
    return bearer(new PlainJWT(claims("operator", "operator").build()).serialize());
  }

  /** Signed with the public key, as if that were a shared secret. */
  public static String signedWithThePublicKey() {
    try {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY.getKeyID()).build();
      return bearer(
          signed(
              header,
              claims("operator", "operator").build(),
              new MACSigner(KEY.toRSAPublicKey().getEncoded())));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWTClaimsSet.Builder claims(String subject, String scope) {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject(subject)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(in(Duration.ZERO))
        .expirationTime(in(Duration.ofHours(1)))
        .claim("scope", scope);
  }

  private static Date in(Duration time) {
    return Date.from(Instant.now().plus(time));
  }

  private static String signed(JWTClaimsSet claims, RSAKey key) {
    try {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build();
      return signed(header, claims, new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static RSAKey generated() {
    try {
      return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Bean
  JWKSource<SecurityContext> testKeys() {
    return new ImmutableJWKSet<>(new JWKSet(KEY.toPublicJWK()));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MockMvcBuilderCustomizer.class)
  static class ForMockMvc {

    @Bean
    MockMvcBuilderCustomizer asOperator() {
      return mvc ->
          mvc.defaultRequest(MockMvcRequestBuilders.get("/").header("Authorization", operator()));
    }
  }
}
