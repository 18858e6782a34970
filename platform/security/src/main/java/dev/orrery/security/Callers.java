package dev.orrery.security;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;

/** Reads from a verified token who asks. A customer without an id is no customer. */
final class Callers implements Converter<Jwt, AbstractAuthenticationToken> {
  private static final String SCOPE = "SCOPE_";

  private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();
  private final String customerClaim;

  Callers(String customerClaim) {
    this.customerClaim = customerClaim;
  }

  static String authority(String scope) {
    return SCOPE + scope;
  }

  @Override
  public AbstractAuthenticationToken convert(Jwt token) {
    UUID customer = has(token, Caller.CUSTOMER) ? customer(token) : null;
    List<GrantedAuthority> granted =
        granted(token).stream()
            .filter(scope ->
                customer != null || !authority(Caller.CUSTOMER).equals(scope.getAuthority()))
            .toList();
    Caller caller =
        new Caller(
            Optional.ofNullable(token.getSubject()).orElse("unnamed"),
            customer,
            has(token, Caller.OPERATOR),
            TokenId.of(token));
    return new CallerAuthentication(token, caller, granted);
  }

  private Collection<GrantedAuthority> granted(Jwt token) {
    return Optional.ofNullable(scopes.convert(token)).orElse(List.of());
  }

  private boolean has(Jwt token, String scope) {
    return granted(token).stream()
        .anyMatch(granted -> authority(scope).equals(granted.getAuthority()));
  }

  private @Nullable UUID customer(Jwt token) {
    String claim = token.getClaimAsString(customerClaim);
    if (claim == null) {
      return null;
    }
    try {
      UUID id = UUID.fromString(claim);
      // Java also reads what is shortened.
      return id.toString().equalsIgnoreCase(claim) ? id : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
