package dev.tally.it.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a table that repeated writes must not change.
 *
 * @param segments what the controller stores of each segment: its CRC and the times of push and
 *     refresh
 */
record TableState(long rows, @Nullable Object celsius, Map<String, JsonNode> segments) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static TableState of(String table, URI controller, PinotQuery pinot) throws Exception {
    Map<String, JsonNode> segments = new TreeMap<>();
    String list = call("GET", controller.resolve("/segments/" + table + "?type=REALTIME"), "");
    for (JsonNode name : JSON.readTree(list).findValue("REALTIME")) {
      String path = "/segments/%s_REALTIME/%s/metadata".formatted(table, name.asText());
      segments.put(name.asText(), JSON.readTree(call("GET", controller.resolve(path), "")));
    }
    PinotRows sum = pinot.query("SELECT COUNT(*) AS n, SUM(celsius) AS c FROM " + table, 1);
    return new TableState(sum.getLong(0, "n"), sum.get(0, "c"), segments);
  }

  static String call(String method, URI address, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
    return answer.body();
  }
}
