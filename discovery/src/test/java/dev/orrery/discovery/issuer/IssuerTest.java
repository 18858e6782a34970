package dev.orrery.discovery.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "orrery.issuer.enabled=true",
      "orrery.issuer.url=https://issuer.example",
      "eureka.server.wait-time-in-ms-when-sync-empty=0",
    })
class IssuerTest {
  private static final HttpClient http = HttpClient.newHttpClient();

  @TempDir static Path directory;
  @LocalServerPort int port;

  @DynamicPropertySource
  static void key(DynamicPropertyRegistry properties) {
    properties.add("orrery.issuer.key", () -> directory.resolve("deep/key.json"));
  }

  @AfterAll
  static void close() {
    http.close();
  }

  @Test
  void aTokenSaysWhoItIsFor() throws Exception {
    JWTClaimsSet operator = verified(token("operator", "operator"));
    assertThat(operator.getIssuer()).isEqualTo("https://issuer.example");
    assertThat(operator.getAudience()).containsExactly("orrery");
    assertThat(operator.getSubject()).isEqualTo("operator");
    assertThat(operator.getStringListClaim("scope")).containsExactly("operator");
    assertThat(operator.getJWTID()).isNotBlank();
    assertThat(operator.getExpirationTime()).isAfter(operator.getIssueTime());

    JWTClaimsSet customer = verified(token("customer", "customer"));
    assertThat(UUID.fromString(customer.getSubject())).isNotNull();
    assertThat(customer.getStringListClaim("scope")).containsExactly("customer");

    String anybody = UUID.randomUUID().toString();
    assertThat(verified(token(anybody, "customer")).getSubject()).isEqualTo(anybody);
  }

  @Test
  void whoDoesNotKnowTheSecretOrIsNobodyGetsNone() throws Exception {
    assertThat(ask("operator", "customer").statusCode()).isEqualTo(401);
    assertThat(ask("operator", "").statusCode()).isEqualTo(400);
    assertThat(ask("somebody", "customer").statusCode()).isEqualTo(401);
  }

  @Test
  void nobodyGetsMoreThanTheirs() throws Exception {
    HttpResponse<String> refused =
        ask("customer", "customer", "grant_type=client_credentials&scope=operator");
    assertThat(refused.statusCode()).isEqualTo(400);
  }

  @Test
  void theKeyIsKeptAndItsPrivatePartIsNobodyElses() throws Exception {
    Path key = directory.resolve("deep/key.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(SigningKey.in(key).getKeyID()).isEqualTo(SigningKey.in(key).getKeyID());
    assertThat(get("/oauth2/jwks")).contains("\"kid\"").doesNotContain("\"d\"");
    try (var files = Files.list(key.getParent())) {
      assertThat(files).containsExactly(key);
    }
  }

  @Test
  void theRegistryIsOpenAsBefore() throws Exception {
    assertThat(get("/eureka/apps")).contains("applications");
    assertThat(get("/.well-known/oauth-authorization-server"))
        .contains("\"issuer\":\"https://issuer.example\"");
  }

  private JWTClaimsSet verified(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    JWKSet keys = JWKSet.parse(get("/oauth2/jwks"));
    var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey();
    assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
    return jwt.getJWTClaimsSet();
  }

  private String token(String client, String secret) throws Exception {
    HttpResponse<String> answer = ask(client, secret);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode body = new JsonMapper().readTree(answer.body());
    assertThat(body.path("expires_in").asInt()).isPositive();
    return body.path("access_token").asString();
  }

  private HttpResponse<String> ask(String client, String secret) throws Exception {
    return ask(client, secret, "grant_type=client_credentials");
  }

  private HttpResponse<String> ask(String client, String secret, String form) throws Exception {
    String basic =
        Base64.getEncoder()
            .encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return http.send(
        HttpRequest.newBuilder(uri("/oauth2/token"))
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString()).body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
