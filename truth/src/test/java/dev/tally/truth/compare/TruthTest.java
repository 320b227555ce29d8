package dev.tally.truth.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruthTest {
  @TempDir Path dir;

  @Test
  void columns_comeInAnyOrder() throws IOException {
    Truth truth = read("clicks,minute_ms,ad_id\n3,60000,ad-1\n0,120000,ad-1\n");
    List<MetricsRow> rows = new ArrayList<>();
    truth.forEach(rows::add);

    assertThat(truth.dimensions()).containsExactly(Dimension.MINUTE_MS, Dimension.AD_ID);
    assertThat(truth.measures()).containsExactly(Measure.CLICKS);
    assertThat(rows).containsExactly(row("ad-1", "60000", 3), row("ad-1", "120000", 0));
  }

  @Test
  void gzip_isReadByItsName() throws IOException {
    Path file = dir.resolve("truth.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("ad_id,clicks\na,1\nb,2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Truth.read(file).rows()).isEqualTo(2);
    assertThat(Truth.read(file).total(Measure.CLICKS)).isEqualTo(3);
  }

  @Test
  void measuresAlone_areOneRow() throws IOException {
    assertThat(read("impressions,repeat_clicks\n7,1\n").rows()).isEqualTo(1);
  }

  @Test
  void headerAlone_isNoRows() throws IOException {
    assertThat(read("ad_id,clicks\n").rows()).isZero();
  }

  @Test
  void total_needsTheColumn() throws IOException {
    Truth truth = read("ad_id,clicks\n");

    assertThatThrownBy(() -> truth.total(Measure.SPEND_MICROS))
        .hasMessage("the truth file has no column spend_micros");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                       | line 1: the file is empty
          'ad_id,taps;a,1'                         | line 1: the header names an unknown column
          'ad_id,clicks,clicks;a,1,1'              | line 1: the header names a column twice
          'ad_id,minute_ms;a,60000'                | line 1: the header names no measure
          'ad_id,clicks;a,1;b'                     | line 3: expected 2 fields, found 1: 'b'
          'ad_id,clicks;a,1;b,2,3'                 | line 3: expected 2 fields, found 3
          'ad_id,clicks;a,1;;b,2'                  | line 3: expected 2 fields, found 1
          'ad_id,clicks;a,1;b,x'                   | line 3: clicks must be a whole number
          'ad_id,clicks;a,-1'                      | line 2: clicks must be a whole number
          'ad_id,clicks;a,9999999999999999999'     | line 2: clicks must be a whole number
          'minute_ms,clicks;noon,1'                | line 2: minute_ms must be epoch ms, is 'noon'
          'ad_id,clicks;a,1;b,2;a,1'               | line 4: an earlier line has the same dimensions
          'ad_id,clicks;"a",1'                     | line 2: quotes are not supported
          """)
  void malformedFiles_areRefusedByLine(String text, String problem) {
    assertThatThrownBy(() -> read(text.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("truth.csv, " + problem);
  }

  @Test
  void otherCharsets_areRefused() throws IOException {
    Path file = dir.resolve("truth.csv");
    Files.write(file, "ad_id,clicks\n\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Truth.read(file)).hasMessageContaining("truth.csv is not UTF-8");
  }

  private Truth read(String text) throws IOException {
    return Truth.read(Files.writeString(dir.resolve("truth.csv"), text));
  }

  private static MetricsRow row(String ad, String minute, long clicks) {
    return new MetricsRow(
        Map.of(Dimension.AD_ID, ad, Dimension.MINUTE_MS, minute), Map.of(Measure.CLICKS, clicks));
  }
}
