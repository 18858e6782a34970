package dev.orrery.sandbox.shop;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * What the development issuer gives to whoever asks, each kept until it is about to expire, so that
 * the issuer may be away meanwhile. Thread-safe.
 */
public final class Tokens {
  /** Enough for every test of a run; then they are asked for again. */
  private static final int MOST = 10_000;

  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final Map<Client, Token> KNOWN = new ConcurrentHashMap<>();

  private record Client(URI issuer, String id, String secret) {}

  private record Token(String value, Instant end) {}

  private final URI issuer;

  public Tokens(Places places) {
    this.issuer = places.uri("discovery");
  }

  /** Sees and does everything. */
  public String operator() {
    return token("operator", "operator");
  }

  /** Whoever the issuer was told is its customer. */
  public String customer() {
    return token("customer", "customer");
  }

  public String customer(UUID id) {
    return token(id.toString(), "customer");
  }

  public static String bearer(String token) {
    return "Bearer " + token;
  }

  private String token(String id, String secret) {
    if (KNOWN.size() > MOST) {
      KNOWN.clear();
    }
    return KNOWN
        .compute(
            new Client(issuer, id, secret),
            (client, known) ->
                known == null || Instant.now().isAfter(known.end()) ? issued(client) : known)
        .value();
  }

  private static Token issued(Client client) {
    String secret = client.id() + ":" + client.secret();
    HttpRequest request =
        HttpRequest.newBuilder(client.issuer().resolve("/oauth2/token"))
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
            .POST(BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    JsonNode answer = Http.send(request).expect(200).json();
    Duration life = Duration.ofSeconds(answer.path("expires_in").asLong());
    return new Token(
        answer.path("access_token").asString(), Instant.now().plus(life).minus(MARGIN));
  }
}
