package dev.tally.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.scenarios.chaos.LoadChaos;
import dev.tally.scenarios.chaos.LoadReport;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs the short form of {@code ./tally chaos load}. */
@Tag("integration")
@Isolated("injects faults at points in time")
class LoadChaosTest {
  /**
   * With this seed the task manager dies after a commit to Hive, before the commit is acknowledged,
   * and no other writer loads the same rows.
   */
  private static final long SEED = 34;

  @AfterAll
  static void stopsTheServersThatNoOtherTestNeeds() {
    List.of(Server.PINOT, Server.HIVESERVER, Server.METASTORE).forEach(ChaosStack.get()::stop);
  }

  @Test
  void loadsEachRecordOnce_intoHiveAndPinot_fromBothRegions() throws Exception {
    try (LocalStack other = LocalStack.temporary()) {
      LoadReport report =
          new LoadChaos(ChaosStack.get(), other, System.out::println).run(LongStream.of(SEED));
      List<String> lines = report.lines();
      lines.forEach(System.out::println);
      assertThat(report.sound()).as(String.join("\n", lines)).isTrue();
      assertThat(lines.get(lines.size() - 1)).endsWith(" lost=0 duplicated=0");
    }
  }
}
