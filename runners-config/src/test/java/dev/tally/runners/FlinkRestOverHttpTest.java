package dev.tally.runners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tally.runners.FlinkRest.Job;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlinkRestOverHttpTest {
  private static final Job JOB = new Job("b", "tally", "RUNNING");
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Map<String, String> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private FlinkRest flink;

  @BeforeEach
  void startsAFlinkOfFixedAnswers() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    flink = FlinkRest.at("http://127.0.0.1:" + server.getAddress().getPort());
    answers.put(
        "GET /jobs/overview",
        """
        {"jobs":[
          {"jid":"a","name":"tally","state":"FINISHED","start-time":1},
          {"jid":"b","name":"tally","state":"RUNNING","start-time":2},
          {"jid":"c","name":"tally","state":"CANCELED","start-time":3},
          {"jid":"d","name":"other","state":"FAILED","start-time":4}]}
        """);
    answers.put("GET /jobs/b", "{\"state\":\"RUNNING\",\"vertices\":[{\"status\":\"RUNNING\"}]}");
  }

  @AfterEach
  void stopsIt() {
    server.stop(0);
  }

  @Test
  void findsAJobByName_theOneThatRuns() throws IOException {
    assertThat(flink.job("tally")).contains(JOB);
    assertThat(flink.job("other")).contains(new Job("d", "other", "FAILED"));
    assertThat(flink.job("a")).contains(new Job("a", "tally", "FINISHED"));
    assertThat(flink.job("nobody")).isEmpty();
    assertThat(flink.latestJob()).map(Job::id).contains("d");
  }

  @Test
  void listsTheCheckpointsThatAJobCanBeStartedFrom() throws IOException {
    answers.put(
        "GET /jobs/b/checkpoints",
        """
        {"history":[
          {"id":5,"status":"IN_PROGRESS","is_savepoint":false},
          {"id":4,"status":"COMPLETED","is_savepoint":false,"discarded":false,"external_path":"file:/c/chk-4"},
          {"id":3,"status":"COMPLETED","is_savepoint":true,"discarded":false,"external_path":"file:/s"},
          {"id":2,"status":"COMPLETED","is_savepoint":false,"discarded":false,"external_path":"file:/c/chk-2"},
          {"id":1,"status":"COMPLETED","is_savepoint":false,"discarded":true,"external_path":"file:/c/chk-1"}]}
        """);
    assertThat(flink.retainedCheckpoints(JOB)).containsExactly("file:/c/chk-4", "file:/c/chk-2");
  }

  @Test
  void givesThePathOfASavepoint() throws IOException {
    answers.put("POST /jobs/b/savepoints", "{\"request-id\":\"r\"}");
    answers.put(
        "GET /jobs/b/savepoints/r",
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:/s\"}}");
    assertThat(flink.savepoint(JOB, SOON)).isEqualTo("file:/s");
  }

  @Test
  void asksForNoSavepoint_whileATaskIsStarting() {
    answers.put(
        "GET /jobs/b", "{\"state\":\"RUNNING\",\"vertices\":[{\"status\":\"INITIALIZING\"}]}");
    assertThatThrownBy(() -> flink.stopWithSavepoint(JOB, Duration.ofMillis(1)))
        .hasMessageContaining("No savepoint of tally");
    assertThat(asked).allMatch(request -> request.startsWith("GET"));
  }

  @Test
  void saysWhyASavepointFailed() {
    answers.put("POST /jobs/b/stop", "{\"request-id\":\"r\"}");
    answers.put(
        "GET /jobs/b/savepoints/r",
        """
        {"status":{"id":"COMPLETED"},"operation":{"failure-cause":{"stack-trace":
          "a.B: outer\\n\\tat x\\nCaused by: c.D: no such directory\\n\\tat y"}}}
        """);
    assertThatThrownBy(() -> flink.stopWithSavepoint(JOB, SOON))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such directory")
        .hasMessageContaining("keeps running");
  }

  @Test
  void givesUpOnASavepointThatDoesNotComplete() {
    answers.put("POST /jobs/b/savepoints", "{\"request-id\":\"r\"}");
    answers.put("GET /jobs/b/savepoints/r", "{\"status\":{\"id\":\"IN_PROGRESS\"}}");
    assertThatThrownBy(() -> flink.savepoint(JOB, Duration.ofMillis(1)))
        .hasMessageContaining("No savepoint of tally");
  }

  @Test
  void cancels_andWaitsForTheEnd() throws IOException {
    answers.put("PATCH /jobs/b?mode=cancel", "{}");
    flink.cancel(JOB, SOON);
    assertThat(asked)
        .containsExactly("GET /jobs/overview", "PATCH /jobs/b?mode=cancel", "GET /jobs/overview");
  }

  @Test
  void letsAJobBeThatHasEndedMeanwhile() throws IOException {
    flink.cancel(new Job("c", "tally", "RUNNING"), SOON);
    assertThat(asked).containsExactly("GET /jobs/overview");
  }

  @Test
  void tellsOptionsCapacityAndRestarts() throws IOException {
    answers.put(
        "GET /jobs/b/config",
        "{\"execution-config\":{\"user-config\":{\"sinkGroup\":\"g\",\"jobName\":\"tally\"}}}");
    answers.put(
        "GET /overview", "{\"taskmanagers\":1,\"slots-total\":8,\"slots-available\":6,\"x\":0}");
    answers.put(
        "GET /jobs/b/metrics?get=numRestarts", "[{\"id\":\"numRestarts\",\"value\":\"2\"}]");
    assertThat(flink.options(JOB)).containsEntry("sinkGroup", "g");
    assertThat(flink.capacity()).isEqualTo(new FlinkRest.Capacity(1, 8, 6));
    assertThat(flink.restarts(JOB)).hasValue(2);
  }

  @Test
  void saysWhatFlinkAnswers_andThatNobodyDoes() {
    assertThatThrownBy(() -> flink.checkpoints(JOB))
        .hasMessageContaining("404")
        .hasMessageContaining("unknown here");
    server.stop(0);
    assertThatThrownBy(() -> flink.jobs()).hasMessageContaining("No Flink answers at");
    assertThatThrownBy(() -> FlinkRest.at("http://a b").jobs())
        .hasMessageContaining("is not an address of Flink");
  }

  @Test
  void saysThatAServerIsNotFlink() {
    answers.put("GET /jobs/overview", "<html>");
    assertThatThrownBy(flink::jobs).hasMessageContaining("is not Flink's REST interface");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    asked.add(request);
    if (request.endsWith("?mode=cancel")) {
      answers.computeIfPresent(
          "GET /jobs/overview", (overview, jobs) -> jobs.replace("RUNNING", "CANCELED"));
    }
    String found = answers.get(request);
    byte[] body =
        (found == null ? "{\"errors\":[\"unknown here\\nat x\"]}" : found).getBytes(UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
