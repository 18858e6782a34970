package dev.orrery.security;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.security.*}. A rule is a path pattern, after the methods it is for where it is not
 * for all: {@code GET|HEAD /api/products/**}.
 *
 * @param issuer whose tokens are taken: what they name in {@code iss}, and where its keys are told
 * @param jwkSetUri where the keys are, for an issuer that does not tell
 * @param audience what a token has to name in {@code aud}
 * @param customerClaim the claim with the id of the customer, a UUID
 * @param clockSkew by how much the issuer's clock may be off
 * @param issuerTimeout to connect to the issuer, and to be answered
 * @param keepKeys how long keys are taken as good before the issuer is asked again; while it does
 *     not answer they stay good
 * @param rememberedTokens how many are not verified anew with each request
 * @param rememberFor for how long at most; never past its expiry
 * @param probes what whoever watches the process may ask without a token
 * @param open what anybody may ask
 * @param operators of the customers' what is an operator's all the same
 * @param customers what a customer may ask, and an operator
 */
@Validated
@ConfigurationProperties("orrery.security")
record SecurityProperties(
    @NotNull @DefaultValue("http://127.0.0.1:28761") URI issuer,
    @Nullable URI jwkSetUri,
    @NotBlank @DefaultValue("orrery") String audience,
    @NotBlank @DefaultValue("sub") String customerClaim,
    @NotNull @DefaultValue("30s") @DurationMin @DurationMax(minutes = 5) Duration clockSkew,
    @NotNull @DefaultValue("2s") @DurationMin(millis = 10) @DurationMax(seconds = 30)
        Duration issuerTimeout,
    @NotNull @DefaultValue("5m") @DurationMin(seconds = 30) @DurationMax(days = 1)
        Duration keepKeys,
    @DefaultValue("10000") @Min(0) @Max(1_000_000) int rememberedTokens,
    @NotNull @DefaultValue("5m") @DurationMax(days = 1) Duration rememberFor,
    @NotNull
        @DefaultValue({
          "/livez",
          "/readyz",
          "/actuator/health/**",
          "/actuator/info",
          "/actuator/prometheus"
        })
        List<@NotBlank String> probes,
    @NotNull @DefaultValue List<@NotBlank String> open,
    @NotNull @DefaultValue List<@NotBlank String> operators,
    @NotNull @DefaultValue List<@NotBlank String> customers,
    @NotNull @Valid @DefaultValue Cors cors,
    @NotNull @Valid @DefaultValue Revocation revocation) {

  /**
   * @param allowedOrigins whose pages may call, such as {@code https://shop.example}; none by
   *     default
   */
  record Cors(@NotNull @DefaultValue List<@NotBlank String> allowedOrigins) {}

  /**
   * @param recheck how long a token that was not revoked is not asked about again
   * @param whenAway whether tokens are good while the list cannot be read
   * @param keep how long the id of a token whose expiry is not known is kept; no token may live
   *     longer
   * @param served whether tokens are revoked here, at {@code /api/revocations}
   */
  record Revocation(
      @NotNull @DefaultValue("2s") @DurationMin @DurationMax(minutes = 10) Duration recheck,
      @NotNull @DefaultValue("OPEN") WhenAway whenAway,
      @NotNull @DefaultValue("1d") @DurationMin(seconds = 1) @DurationMax(days = 400) Duration keep,
      @DefaultValue("false") boolean served) {}

  enum WhenAway {
    OPEN,
    CLOSED
  }
}
