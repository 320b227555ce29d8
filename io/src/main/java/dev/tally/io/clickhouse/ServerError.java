package dev.tally.io.clickhouse;

import java.net.http.HttpHeaders;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error response of the server.
 *
 * @param status the HTTP status
 * @param code ClickHouse's error code, or 0 if the response has none, e.g. because a proxy sent it
 * @param text the body
 */
record ServerError(int status, int code, String text) {
  private static final String CODE_HEADER = "X-ClickHouse-Exception-Code";
  private static final Pattern CODE = Pattern.compile("^Code: (\\d{1,6})");
  private static final int SERVER_ERROR = 500;
  private static final Set<Integer> RETRIED_STATUS = Set.of(408, 429);

  /**
   * The codes of faults that can pass: timeouts (159, 209), network errors (210), too many queries
   * (202), too little memory (241) or disk space (243), a table that is read-only for the moment
   * (242), parts that are not merged yet (252), and an insert whose outcome is unknown (319).
   */
  private static final Set<Integer> RETRIED = Set.of(159, 202, 209, 210, 241, 242, 243, 252, 319);

  /** Reads the code from the header, or from the body of versions that send no such header. */
  static ServerError of(int status, HttpHeaders headers, String body) {
    String code = headers.firstValue(CODE_HEADER).map("Code: "::concat).orElse(body);
    Matcher matcher = CODE.matcher(code);
    return new ServerError(
        status, matcher.find() ? Integer.parseInt(matcher.group(1)) : 0, body.strip());
  }

  /** Returns true if the same request may succeed later. */
  boolean isTransient() {
    return code == 0
        ? status >= SERVER_ERROR || RETRIED_STATUS.contains(status)
        : RETRIED.contains(code);
  }

  @Override
  public String toString() {
    return text.isEmpty() ? "HTTP status " + status : text;
  }
}
