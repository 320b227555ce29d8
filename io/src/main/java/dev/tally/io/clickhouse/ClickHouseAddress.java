package dev.tally.io.clickhouse;

import java.io.Serializable;
import java.net.URI;
import java.util.Set;

/**
 * The address of ClickHouse's HTTP interface, with the user of the requests. Immutable.
 *
 * <p>The text form and all messages of this package omit the password.
 */
public final class ClickHouseAddress implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final String DEFAULT_USER = "default";

  private final URI url;
  private final String user;
  private final String password;

  private ClickHouseAddress(URI url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /**
   * Returns a server whose requests have ClickHouse's user {@code default}, without a password.
   *
   * @param url e.g. {@code http://127.0.0.1:8123}
   * @throws IllegalArgumentException if the URL is not an address of HTTP or HTTPS, or has a user,
   *     a path or a query
   */
  public static ClickHouseAddress at(URI url) {
    boolean bare =
        url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawPath().replace("/", "").isEmpty();
    if (!bare || !SCHEMES.contains(String.valueOf(url.getScheme()))) {
      throw new IllegalArgumentException(
          "The URL of ClickHouse must be http:// or https://, a host and a port, without a user, a path or a query, e.g. http://clickhouse-1:8123.");
    }
    return new ClickHouseAddress(url.resolve("/"), DEFAULT_USER, "");
  }

  /** Returns this server with another user of the requests. */
  public ClickHouseAddress withUser(String name, String secret) {
    return new ClickHouseAddress(url, name, secret);
  }

  URI url() {
    return url;
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
