package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tally.bench.ProgressSamples.Sample;
import dev.tally.bench.ProgressSamples.Steady;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressSamplesTest {
  private static final long SECOND = 1_000_000_000;

  @TempDir Path directory;

  @Test
  void theSteadyRatesAreThoseBetweenAFifthAndFourFifthsOfTheInput() {
    ProgressSamples samples =
        new ProgressSamples(
            List.of(
                new Sample(0, 0, 5 * SECOND, 0),
                new Sample(1_000, 200, 6 * SECOND, 0),
                new Sample(2_000, 500, 7 * SECOND, 0),
                new Sample(4_000, 800, 12 * SECOND, 3 * SECOND),
                new Sample(90_000, 1_000, 50 * SECOND, 0)));
    Steady steady = samples.steady(1_000).orElseThrow();
    assertThat(steady.perSecond()).isEqualTo(200, within(1e-9));
    assertThat(steady.cpuPerMillion()).isEqualTo(10_000, within(1e-9));
    assertThat(steady.vmCpuPerMillion()).isEqualTo(5_000, within(1e-9));
  }

  @Test
  void thereAreNoSteadyRates_ifOneSampleHasAllRecords() {
    ProgressSamples samples =
        new ProgressSamples(List.of(new Sample(0, 0, 0, 0), new Sample(200, 1_000, SECOND, 0)));
    assertThat(samples.steady(1_000)).isEmpty();
    assertThat(samples.steady(2_000)).isEmpty();
  }

  @Test
  void aSampleIsReadAsItWasWritten_andALineThatIsCutShortIsIgnored() throws IOException {
    Sample sample = new Sample(1_700_000_000_000L, 17, SECOND, 3, 4, 5);
    Path file = directory.resolve("samples.csv");
    Files.writeString(file, sample.line() + "\n17000");
    ProgressSamples read = ProgressSamples.read(file);
    assertThat(read.samples()).containsExactly(sample);
    assertThat(read.read()).isEqualTo(17);
    assertThat(read.at(1_700_000_000_000L)).contains(sample);
    assertThat(read.at(1_700_000_000_001L)).isEmpty();
  }
}
