package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class KafkaReadsTest {
  private static final KafkaCluster EU =
      KafkaCluster.at("eu-1:9092").withSettings(Map.of("ssl.key.password", "hush-1")).named("eu");
  private static final KafkaCluster US = KafkaCluster.at("us-1:9092").named("us");
  private static final WatermarkPolicy LIVE = WatermarkPolicy.live(Duration.standardSeconds(10));

  private final PipelineOptions options = PipelineOptionsFactory.create();

  private static final class TextFn implements RecordFn<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String apply(ConsumerRecord<byte[], byte[]> record, Instant brokerTime) {
      return "";
    }
  }

  private static ReadSettings<String> read(
      KafkaCluster cluster, WatermarkPolicy watermarks, String group) {
    return new ReadSettings<>(
        cluster, "events", watermarks, new TextFn(), group, ReadSettings.Checked.AT_LAUNCH);
  }

  @Test
  void readsARestoredSplitWithTheSettingsOfTheRunningJob() {
    KafkaCluster moved =
        KafkaCluster.at("eu-9:9093").withSettings(Map.of("ssl.key.password", "new")).named("eu");
    KafkaReads.add(options, read(US, LIVE, "old"));
    KafkaReads.add(
        options, read(moved, WatermarkPolicy.live(Duration.standardSeconds(3)), "another"));
    PipelineOptions atTheWorker = new SerializablePipelineOptions(options).get();
    ReadSettings<String> found = KafkaReads.find(atTheWorker, "eu", "events");
    assertThat(found.cluster()).isEqualTo(moved);
    assertThat(found.monitoringGroup()).isEqualTo("another");
    assertThat(found.watermarks().expectedDelay()).isEqualTo(3_000);
  }

  @Test
  void keepsNoSettingsInASplit() {
    TopicSource<String> source =
        new TopicSource<>(read(EU, LIVE, "secret-group"), 2, StringUtf8Coder.of());
    assertThat(plain(source)).doesNotContain("hush-1", "eu-1:9092");
    assertThat(plain(source.split(7, options).get(0)))
        .contains("eu", "events")
        .doesNotContain("hush-1", "eu-1:9092", "secret-group", "TextFn", "WatermarkPolicy");
  }

  @Test
  void showsNoPasswordInTheOptions() {
    KafkaReads.add(options, read(EU, LIVE, "g"));
    assertThat(new SerializablePipelineOptions(options).toString())
        .contains("kafkaReads")
        .doesNotContain("hush-1");
  }

  @Test
  void rejectsASplitOfATopicThatTheJobDoesNotRead() {
    KafkaReads.add(options, read(US, LIVE, "g"));
    assertThatThrownBy(() -> KafkaReads.find(options, "eu", "events"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("topic events in region eu")
        .hasMessageContaining("us/events")
        .hasMessageContaining("start without a savepoint");
  }

  @Test
  void rejectsTwoClustersWithTheSameName() {
    KafkaReads.add(options, read(US, LIVE, "g"));
    KafkaReads.add(options, read(US, LIVE, "g"));
    KafkaCluster other = KafkaCluster.at("us-2:9092").named("us");
    assertThatThrownBy(() -> KafkaReads.add(options, read(other, LIVE, "g")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("us-1:9092 and us-2:9092")
        .hasMessageContaining("named(");
  }

  @Test
  void rejectsATopicThatIsReadWithDifferentSettings() {
    KafkaReads.add(options, read(US, LIVE, "g"));
    assertThatThrownBy(() -> KafkaReads.add(options, read(US, WatermarkPolicy.heartbeats(), "g")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read twice");
  }

  private static String plain(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(ISO_8859_1);
  }
}
