package dev.tally.it.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import dev.tally.it.stack.TopicWriter.Metric;
import dev.tally.server.stack.HiveJdbc;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.server.stack.ServerStatus;
import dev.tally.server.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("integration")
@Isolated("kills servers that other classes use")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackLifeTest {
  private static LocalStack stack;

  @BeforeAll
  static void startsTheStack() {
    stack = SharedStack.up();
  }

  @Test
  @Order(1)
  void findsTheServersOfAnEarlierUp() throws Exception {
    List<Long> pids = pids();
    LocalStack again = LocalStack.at(stack.dataDir());
    again.up();
    assertThat(pids()).isEqualTo(pids).hasSize(Server.installed().size());
    assertThat(again.kafkaBootstrap()).isEqualTo(stack.kafkaBootstrap());
    assertThat(installed(again)).allMatch(ServerStatus::healthy);
    assertThat(topics()).noneMatch(name -> name.contains("health"));
  }

  @Test
  @Order(2)
  void restartsAfterAKill_withItsPortsAndItsData() throws Exception {
    try (TopicWriter topic = new TopicWriter(stack.kafkaBootstrap(), "survivors")) {
      PinotTables tables = PinotTables.at(stack.pinotController());
      tables.apply(
          PinotTable.of("survivors", "survivors", stack.kafkaBootstrap(), "minute")
              .withMetric("clicks", PinotTable.Type.LONG));
      topic.commit(List.of(new Metric("a", 1, 1), new Metric("a", 2, 5)));
      awaitClicks(5);
      hive("CREATE TABLE survivors (clicks BIGINT)");
      List<Map<String, Integer>> ports = stack.status().stream().map(ServerStatus::ports).toList();
      List<Long> pids = pids();

      for (Server server : Server.installed()) {
        stack.kill(server);
      }
      assertThat(stack.status()).noneMatch(ServerStatus::up);
      stack.up();

      assertThat(installed(stack)).allMatch(ServerStatus::healthy);
      assertThat(pids()).doesNotContainAnyElementsOf(pids);
      assertThat(stack.status().stream().map(ServerStatus::ports).toList()).isEqualTo(ports);
      topic.commit(List.of(new Metric("b", 1, 2)));
      awaitClicks(7);
      assertThat(hive("SHOW TABLES")).contains("survivors");
      tables.dropTable("survivors");
    }
  }

  @Test
  @Order(3)
  void leavesNoProcess_whenItGoesDown() {
    List<Long> pids = pids();
    stack.down();
    assertThat(stack.status()).noneMatch(ServerStatus::up);
    assertThat(pids).hasSize(Server.installed().size());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> pids.stream().noneMatch(pid -> isAlive(pid)));
  }

  @Test
  @Order(4)
  void showsTheLog_whenAServerDiesWhileItStarts(@TempDir Path dir) throws IOException {
    LocalStack broken = LocalStack.at(dir);
    Path data = Files.createDirectories(dir.resolve("kafka/data"));
    Files.writeString(data.resolve("meta.properties"), "version=99\n");
    Files.writeString(
        dir.resolve("stack.json"),
        """
        {"version": 1, "servers": {"kafka":
          {"pid": 0, "startedAtMillis": 0, "healthy": false, "heapMiB": 512, "ports": {}}}}
        """);
    assertThatThrownBy(() -> broken.up(Server.KAFKA))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("died while it started")
        .hasMessageContaining("kafka.log")
        .hasMessageContaining("meta.properties");
    assertThat(broken.status()).noneMatch(ServerStatus::up);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static void awaitClicks(long clicks) {
    try (PinotQuery pinot = PinotQuery.at(stack.pinotBroker())) {
      await().atMost(Duration.ofSeconds(60)).until(() -> clicks(pinot) == clicks);
    }
  }

  private static long clicks(PinotQuery pinot) {
    try {
      return pinot.query("SELECT SUM(clicks) AS s FROM survivors", 1).getLong(0, "s");
    } catch (PinotException notThereYet) {
      return -1;
    }
  }

  /**
   * Returns the first column of the result of a statement; empty if the statement returns no rows.
   */
  private static List<String> hive(String sql) throws SQLException {
    try (Connection hive = HiveJdbc.connect(stack.hive().jdbcUrl());
        Statement statement = hive.createStatement()) {
      List<String> found = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet rows = statement.getResultSet();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }
  }

  private static List<ServerStatus> installed(LocalStack stack) {
    return stack.status().stream().filter(status -> status.server().isInstalled()).toList();
  }

  private static List<Long> pids() {
    return stack.status().stream().flatMapToLong(status -> status.pid().stream()).boxed().toList();
  }

  private static Iterable<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()))) {
      return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }
  }
}
