package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class GroupByBucketFnTest {
  private static final int MIB = 1 << 20;
  private static final Coder<Received<AdEvent>> RECEIVED = ReceivedCoder.of(AdEventCoder.of());

  @Test
  void emitsOneBlockPerBucket_forABundle(TestPipeline pipeline) {
    PAssert.that(blocks(pipeline, 100, 10))
        .satisfies(
            blocks -> {
              assertThat(blocks).extracting(b -> b.getValue().getKey()).doesNotHaveDuplicates();
              return check(blocks, 100, MIB);
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void emitsBlocksEarlier_whenTheirRecordsAreLarge(TestPipeline pipeline) {
    PAssert.that(blocks(pipeline, 10, MIB)).satisfies(blocks -> check(blocks, 10, 4 * MIB));
    pipeline.run().waitUntilFinish();
  }

  /** Emits all events in one bundle. */
  private static PCollection<TimestampedValue<KV<Integer, List<Received<AdEvent>>>>> blocks(
      TestPipeline pipeline, int events, int payloadBytes) {
    List<Received<AdEvent>> all = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      AdEvent event = click("e-" + i, noonPlus(i * 7919 % 1000));
      all.add(
          Received.of(
              event, RawRecord.of("us", "t", 0, i, event.getBrokerTime(), new byte[payloadBytes])));
    }
    return pipeline
        .apply(Create.of(List.of(all)).withCoder(ListCoder.of(RECEIVED)))
        .apply("OneBundle", Flatten.iterables())
        .apply("Group", ParDo.of(new GroupByBucketFn(4, DedupScope.REGION)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ListCoder.of(RECEIVED)))
        .apply("Stamps", Reify.timestamps());
  }

  private static Void check(
      Iterable<TimestampedValue<KV<Integer, List<Received<AdEvent>>>>> blocks,
      int events,
      long maxBytes) {
    assertThat(
            StreamSupport.stream(blocks.spliterator(), false)
                .flatMap(block -> block.getValue().getValue().stream())
                .map(received -> received.getValue().getEventId()))
        .hasSize(events)
        .doesNotHaveDuplicates();
    for (TimestampedValue<KV<Integer, List<Received<AdEvent>>>> block : blocks) {
      List<Received<AdEvent>> received = block.getValue().getValue();
      assertThat(received)
          .allSatisfy(
              one -> {
                assertThat(EventFingerprint.of(one.getValue()).bucket(4))
                    .isEqualTo(block.getValue().getKey());
                assertThat(one.getValue().getEventTime())
                    .isGreaterThanOrEqualTo(block.getTimestamp());
              });
      assertThat(received.stream().mapToLong(one -> one.getRecord().getPayload().length).sum())
          .isLessThanOrEqualTo(maxBytes);
    }
    return null;
  }
}
