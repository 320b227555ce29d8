package dev.tally.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.codec.RecordLimits;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.format.MappingFile;
import dev.tally.transforms.format.ReadyMadeMappings;
import dev.tally.transforms.json.StrictJson;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.BlockCoder;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the aggregation job does with each event, without a runner: nanoseconds per event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HotPathBenchmark {
  private static final int BLOCK = 20;
  private static final String IDENTITY =
      """
      to: ad-events
      fields:
        event_id: event_id
        event_type: event_type
        event_time: event_time
        ad_id: ad_id
        campaign_id: campaign_id
        store_id: store_id
        user_id: user_id
        region: region
        cost_micros: cost_micros
      """;

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final AdEvent event = event(0);
  private final byte[] json = AdEventJson.encode(event);
  private final Mapping<AdEvent> identity =
      Mapping.toAdEvents(MappingFile.of("identity.yaml", IDENTITY));
  private final RawRecord identityRecord = record(json);
  private final Mapping<AdEvent> segment =
      Mapping.toAdEvents(MappingFile.of("segment.yaml", ReadyMadeMappings.text("segment")));
  private final byte[] segmentValue =
      ReadyMadeMappings.sample("segment").lines().findFirst().orElseThrow().getBytes(UTF_8);
  private final RawRecord segmentRecord = record(segmentValue);
  private final LastResult last = new LastResult();
  private final List<Received<AdEvent>> block =
      IntStream.range(0, BLOCK).mapToObj(HotPathBenchmark::received).toList();
  private final Coder<List<Received<AdEvent>>> blocks =
      BlockCoder.of(ReceivedCoder.of(AdEventCoder.of()));
  private final Coder<List<Received<AdEvent>>> lists =
      ListCoder.of(ReceivedCoder.of(AdEventCoder.of()));
  private final byte[] asBlock = bytes(blocks);
  private final byte[] asList = bytes(lists);

  private static AdEvent event(int number) {
    return AdEvent.builder()
        .setEventId("3f2504e0-4f89-41d3-9a0c-%012d".formatted(number))
        .setEventType(EventType.IMPRESSION)
        .setEventTime(NOON.plus(Duration.millis(number)))
        .setAdId("ad-4711")
        .setCampaignId("campaign-42")
        .setStoreId("store-17")
        .setUserId("user-%08d".formatted(number))
        .setRegion("us-east")
        .setCostMicros(210_000)
        .setBrokerTime(NOON.plus(Duration.millis(1_000L + number)))
        .build();
  }

  private static RawRecord record(byte[] payload) {
    return RawRecord.of("us-east", "ad-events", 3, 7, NOON, payload);
  }

  private static Received<AdEvent> received(int number) {
    AdEvent event = event(number);
    byte[] payload = AdEventJson.encode(event);
    return Received.of(
        event, RawRecord.of("us-east", "ad-events", 3, number, event.getBrokerTime(), payload));
  }

  private static int characters(byte[] value) throws IOException {
    int characters = 0;
    try (JsonParser parser = StrictJson.parser(new String(value, UTF_8))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        characters += token.isScalarValue() ? parser.getText().length() : 0;
      }
    }
    return characters;
  }

  private byte[] bytes(Coder<List<Received<AdEvent>>> coder) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      coder.encode(block, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** JSON to event. */
  @Benchmark
  public Verdict<AdEvent> decode() {
    return AdEventJson.decode(json, RecordLimits.VALUE_BYTES, NOON);
  }

  /** The same JSON to the same event, through a mapping. */
  @Benchmark
  public Object decodeMapped() {
    identity.decode(identityRecord, RecordLimits.VALUE_BYTES, last);
    return last;
  }

  /** A record of Segment, with nested objects and fields that are not needed, to an event. */
  @Benchmark
  public Object decodeSegment() {
    segment.decode(segmentRecord, RecordLimits.VALUE_BYTES, last);
    return last;
  }

  /** The same record to the same event, with a decoder for this format only. */
  @Benchmark
  public AdEvent decodeSegmentByHand() {
    return SegmentByHand.decode(segmentValue, NOON);
  }

  /** The tokens of the same record, with the texts of all values. */
  @Benchmark
  public int parseSegment() throws IOException {
    return characters(segmentValue);
  }

  /** The tokens of an event of Tally, with the texts of all values. */
  @Benchmark
  public int parse() throws IOException {
    return characters(json);
  }

  /** Event to JSON. */
  @Benchmark
  public byte[] encode() {
    return AdEventJson.encode(event);
  }

  /** A block for the shuffle to deduplication. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public byte[] encodeBlock() {
    return bytes(blocks);
  }

  /** The same as a list, as Beam's coder encodes it. */
  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public byte[] encodeList() {
    return bytes(lists);
  }

  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public List<Received<AdEvent>> decodeBlock() throws IOException {
    return blocks.decode(new ByteArrayInputStream(asBlock));
  }

  @Benchmark
  @OperationsPerInvocation(BLOCK)
  public List<Received<AdEvent>> decodeList() throws IOException {
    return lists.decode(new ByteArrayInputStream(asList));
  }

  /** Keeps the last result. */
  private static final class LastResult implements RecordDecoder.Output<AdEvent> {
    private Object last = "";

    @Override
    public void decoded(AdEvent value, RawRecord record) {
      last = value;
    }

    @Override
    public void refused(Verdict.Refused<AdEvent> refused, RawRecord record) {
      throw new IllegalStateException(refused.detail() + last);
    }

    @Override
    public void skipped(RawRecord record) {
      throw new IllegalStateException("skipped after " + last);
    }
  }
}
