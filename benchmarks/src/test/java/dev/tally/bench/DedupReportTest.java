package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.bench.DedupFigures.Rate;
import dev.tally.bench.DedupFigures.Snapshot;
import dev.tally.bench.JobSettings.Backend;
import org.junit.jupiter.api.Test;

class DedupReportTest {
  @Test
  void theLastLineHasTheFiguresOfManyIds_andTheRatioOfTheRates() {
    assertThat(report().lastLine())
        .isEqualTo(
            "bytes_per_id=25.0 heap_bytes_per_id=16.0 rate_ratio=0.50 restart_s=9.0"
                + " expired_bytes=1000 cpu_ratio=1.00");
  }

  @Test
  void theTableHasOneColumnPerNumberOfIds() {
    assertThat(report().table())
        .contains("ids                                        1,000,000      10,000,000")
        .contains("events/s, steady                             100,000          50,000");
  }

  @Test
  void theJsonHasBothRuns() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report().json());
    assertThat(json.path("state_backend").asText()).isEqualTo("ROCKSDB");
    assertThat(json.path("rate_ratio").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/runs/1/bytes_per_id").asDouble()).isEqualTo(25);
  }

  private static DedupReport report() {
    return new DedupReport(Backend.ROCKSDB, figures(1_000_000, 10), figures(10_000_000, 20));
  }

  private static DedupFigures figures(long ids, double seconds) {
    Rate rate = new Rate(1_000_000, seconds, 30);
    Snapshot savepoint = new Snapshot(25 * ids, 2);
    return new DedupFigures(
        ids, ids, rate, rate, savepoint, savepoint, 16 * ids, 8, 9, 3, new Snapshot(1_000, 1));
  }
}
