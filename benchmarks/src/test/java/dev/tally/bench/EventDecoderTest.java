package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Verdict;
import dev.tally.truth.generate.GeneratedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventDecoderTest {
  private static final long BROKER_TIME = 1_767_571_200_000L;
  private static final String EVENT =
      "{\"event_id\":\"e-1\",\"event_type\":\"click\",\"event_time\":1767571199000,\"ad_id\":\"a\","
          + "\"campaign_id\":\"c\",\"store_id\":\"s\",\"user_id\":\"u\",\"region\":\"r\","
          + "\"cost_micros\":17,\"more\":[1,{\"x\":null}]}";

  private final EventDecoder decoder = new EventDecoder(true);
  private final EventPojo row = new EventPojo();

  @TempDir Path directory;

  @Test
  void decodesAllFieldsThatAreNeeded() throws IOException {
    assertThat(accepts(EVENT)).isTrue();
    assertThat(row.id).isEqualTo("ce-1");
    assertThat(row.group).isEqualTo("r\nc\na\ns");
    assertThat(row.user).isEqualTo("u");
    assertThat(row.time).isEqualTo(BROKER_TIME - 1_000);
    assertThat(row.costMicros).isEqualTo(17);
    assertThat(row.brokerTime).isEqualTo(BROKER_TIME);
  }

  @Test
  void rejectsEventsThatBreakOneRule() throws IOException {
    assertThat(accepts(EVENT.replace("\"e-1\"", "\"\""))).isFalse();
    assertThat(accepts(EVENT.replace("e-1", "undefined"))).isFalse();
    assertThat(accepts(EVENT.replace("\"r\"", "\"*\""))).isFalse();
    assertThat(accepts(EVENT.replace("click", "hover"))).isFalse();
    assertThat(accepts(EVENT.replace(":17", ":-17"))).isFalse();
    assertThat(accepts(EVENT.replace(":17", ":\"17\""))).isFalse();
    assertThat(accepts(EVENT.replace("\"user_id\":\"u\",", ""))).isFalse();
    assertThat(accepts(EVENT.replace("1767571199000", "1767549599999"))).isFalse();
    assertThat(accepts(EVENT.replace("1767571199000", "1767571500001"))).isFalse();
    assertThat(accepts(EVENT.replace("\"more\"", "\"ad_id\""))).isFalse();
    assertThat(accepts(EVENT + "{}")).isFalse();
    assertThat(accepts(EVENT.substring(0, 40))).isFalse();
  }

  @Test
  void acceptsAsManyGeneratedLinesAsTallyDoes() throws IOException {
    GeneratedFiles files = GeneratedFiles.at(directory.resolve("events.tsv"));
    var summary =
        files.write(
            AggregationInput.plan(20_000).toBuilder().malformedShare(0.05).build(), lines -> {});
    Set<String> accepted = new HashSet<>();
    int decodable = 0;
    for (byte[] line : lines(Files.readAllBytes(files.events()))) {
      int tab = tab(line);
      long time = Long.parseLong(new String(line, 0, tab, StandardCharsets.US_ASCII));
      byte[] value = Arrays.copyOfRange(line, tab + 1, line.length);
      if (decoder.decode(value, time, row)) {
        accepted.add(row.id);
        Verdict<AdEvent> tally = AdEventJson.decode(value, 1 << 20, Instant.ofEpochMilli(time));
        decodable += tally instanceof Verdict.Accepted<AdEvent> ? 1 : 0;
      }
    }
    assertThat(accepted).hasSize(20_000);
    assertThat((long) decodable)
        .isEqualTo(
            summary.accepted()
                + summary.duplicates()
                + summary.deadLetters().getOrDefault("CONFLICTING_COPY", 0L));
  }

  private boolean accepts(String value) throws IOException {
    return decoder.decode(value.getBytes(StandardCharsets.UTF_8), BROKER_TIME, row);
  }

  private static Iterable<byte[]> lines(byte[] file) {
    var lines = new java.util.ArrayList<byte[]>();
    int start = 0;
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\n') {
        lines.add(Arrays.copyOfRange(file, start, i));
        start = i + 1;
      }
    }
    return lines;
  }

  private static int tab(byte[] line) {
    int at = 0;
    while (line[at] != '\t') {
      at++;
    }
    return at;
  }
}
