package dev.tally.transforms.model;

import static dev.tally.transforms.Cast.click;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.CoderException;
import org.junit.jupiter.api.Test;

class MeasureSumsTest {
  private static final VersionedCoder<MeasureSums> CODER =
      new VersionedCoder<>(1) {
        private static final long serialVersionUID = 1L;

        @Override
        protected void write(MeasureSums sums, OutputStream out) throws IOException {
          writeSums(sums, out);
        }

        @Override
        protected MeasureSums read(InputStream in) throws IOException {
          return readSums(in);
        }
      };

  @Test
  void everyMeasureHasItsOwnPosition_inTheOrderOfTheConstants() {
    assertThat(Arrays.stream(MetricMeasure.values()).map(MetricMeasure::position))
        .containsExactlyElementsOf(
            IntStream.range(0, MetricMeasure.values().length).boxed().toList());
  }

  @Test
  void changesOneSumOnly() {
    assertThat(MeasureSums.of(click("e")).with(MetricMeasure.CLICKS, 7))
        .isEqualTo(MeasureSums.of(0, 7, 0, 210_000))
        .asString()
        .startsWith("impressions=0, clicks=7, repeat_clicks=0, spend_micros=210000");
  }

  @Test
  void aMeasureThatAnEarlierBuildDidNotHaveBeginsAtZero() throws IOException {
    assertThat(decode(1, 2, 5, 6)).isEqualTo(MeasureSums.of(5, 6, 0, 0));
  }

  @Test
  void refusesTheMeasuresOfALaterBuild() {
    int more = MetricMeasure.values().length + 1;
    assertThatThrownBy(() -> decode(1, more))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining("does not recognize the list of %d measures", more)
        .hasMessageContaining("another build of Tally");
  }

  @Test
  void comesBackFromItsBytes() throws IOException {
    MeasureSums sums = MeasureSums.of(1, 300, 2, Long.MAX_VALUE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CODER.encode(sums, out);
    assertThat(CODER.decode(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(sums);
  }

  @Test
  void leavesOutOptionalMeasuresThatAreZero_soThatAnEarlierBuildCanReadTheBytes()
      throws IOException {
    assertThat(bytes(MeasureSums.NONE)).containsExactly(1, 4, 0, 0, 0, 0);
    assertThat(bytes(MeasureSums.of(1, 2, 3, 4, 0, 0))).containsExactly(1, 4, 1, 2, 3, 4);
    assertThat(bytes(MeasureSums.of(1, 2, 3, 4, 5, 0))).containsExactly(1, 5, 1, 2, 3, 4, 5);
    assertThat(bytes(MeasureSums.of(1, 2, 3, 4, 0, 6))).containsExactly(1, 6, 1, 2, 3, 4, 0, 6);
  }

  private static byte[] bytes(MeasureSums sums) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CODER.encode(sums, out);
    return out.toByteArray();
  }

  private static MeasureSums decode(int... bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(bytes).forEach(out::write);
    return CODER.decode(new ByteArrayInputStream(out.toByteArray()));
  }
}
