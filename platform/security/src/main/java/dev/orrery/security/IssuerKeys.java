package dev.orrery.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the issuer, asked for when the first token comes, so that it does not matter who
 * starts first. Kept for a while, and for longer while the issuer is away; a key nobody has heard
 * of makes it be asked again, but not more often than every half minute. Thread-safe.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final long A_DAY = 24 * 60 * 60 * 1000L;

  /** OpenID Connect's and RFC 8414's. */
  private static final List<String> WELL_KNOWN =
      List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server");

  private final SecurityProperties properties;
  private final DefaultResourceRetriever http;
  private volatile @Nullable JWKSource<SecurityContext> keys;

  IssuerKeys(SecurityProperties properties) {
    this.properties = properties;
    int millis = Math.toIntExact(properties.issuerTimeout().toMillis());
    this.http = new DefaultResourceRetriever(millis, millis, LARGEST_ANSWER);
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    return keys().get(selector, context);
  }

  private JWKSource<SecurityContext> keys() throws KeySourceException {
    JWKSource<SecurityContext> known = keys;
    if (known == null) {
      // Two may find out at once, and either is right.
      URI uri = properties.jwkSetUri() == null ? told() : properties.jwkSetUri();
      known =
          JWKSourceBuilder.create(url(uri), http)
              .cache(properties.keepKeys().toMillis(), properties.issuerTimeout().toMillis() * 2)
              .refreshAheadCache(false)
              .rateLimited(true)
              .outageTolerant(A_DAY)
              .build();
      keys = known;
    }
    return known;
  }

  private URI told() throws KeySourceException {
    String issuer = properties.issuer().toString().replaceAll("/$", "");
    IOException last = null;
    for (String path : WELL_KNOWN) {
      try {
        return told(url(URI.create(issuer + path)));
      } catch (IOException e) {
        last = e;
      }
    }
    throw new RemoteKeySourceException("the issuer does not tell where its keys are", last);
  }

  private URI told(URL place) throws IOException {
    try {
      Map<String, Object> metadata =
          JSONObjectUtils.parse(http.retrieveResource(place).getContent(), LARGEST_ANSWER);
      String named = JSONObjectUtils.getString(metadata, "issuer");
      if (!properties.issuer().toString().equals(named)) {
        throw new IOException(place + " speaks for another issuer, " + named);
      }
      return JSONObjectUtils.getURI(metadata, "jwks_uri");
    } catch (ParseException e) {
      throw new IOException(place + " does not answer with metadata", e);
    }
  }

  private static URL url(URI uri) throws KeySourceException {
    try {
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new KeySourceException("no address: " + uri, e);
    }
  }
}
