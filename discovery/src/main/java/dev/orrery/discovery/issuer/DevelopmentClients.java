package dev.orrery.discovery.issuer;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Who may ask for a token: {@code operator}, {@code customer}, and by its id every customer there
 * could be. The secret of each is its role.
 */
final class DevelopmentClients implements RegisteredClientRepository {
  static final String CUSTOMER = "customer";
  static final String OPERATOR = "operator";

  private final IssuerProperties properties;

  DevelopmentClients(IssuerProperties properties) {
    this.properties = properties;
  }

  @Override
  public void save(RegisteredClient client) {
    throw new UnsupportedOperationException("nobody is registered here");
  }

  @Override
  public @Nullable RegisteredClient findById(String id) {
    return findByClientId(id);
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    if (clientId.equals(OPERATOR)) {
      return client(clientId, OPERATOR);
    }
    return clientId.equals(CUSTOMER) || isId(clientId) ? client(clientId, CUSTOMER) : null;
  }

  /** What a client's tokens say it is. */
  String subject(RegisteredClient client) {
    return client.getClientId().equals(CUSTOMER)
        ? properties.customer().toString()
        : client.getClientId();
  }

  private RegisteredClient client(String clientId, String role) {
    return RegisteredClient.withId(clientId)
        .clientId(clientId)
        .clientSecret(role)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scope(role)
        .tokenSettings(
            TokenSettings.builder().accessTokenTimeToLive(properties.tokenLife()).build())
        .build();
  }

  private static boolean isId(String clientId) {
    try {
      return UUID.fromString(clientId).toString().equals(clientId);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
