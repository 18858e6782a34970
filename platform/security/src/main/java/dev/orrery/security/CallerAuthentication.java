package dev.orrery.security;

import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

/** A request's authentication; its principal is the {@link Caller}. */
final class CallerAuthentication extends AbstractOAuth2TokenAuthenticationToken<Jwt> {

  CallerAuthentication(Jwt token, Caller caller, List<GrantedAuthority> scopes) {
    super(token, caller, token, scopes);
    setAuthenticated(true);
  }

  @Override
  public Map<String, Object> getTokenAttributes() {
    return getToken().getClaims();
  }
}
