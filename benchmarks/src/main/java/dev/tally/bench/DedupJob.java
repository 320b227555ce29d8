package dev.tally.bench;

import dev.tally.transforms.dedup.DropDuplicates;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.Received;
import dev.tally.transforms.model.ReceivedCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/** Drops the copies among {@link DedupEvents} with Tally's {@link DropDuplicates}. */
final class DedupJob {
  private DedupJob() {}

  /**
   * Starts the job.
   *
   * @param name the name of the job and of its {@link OutputCounts}
   * @param savepoint the URI of the savepoint that it starts from; null if it starts without state
   */
  static BenchJob start(
      JobSettings settings, DedupEvents events, String name, @Nullable String savepoint) {
    Pipeline pipeline = Pipeline.create(settings.options(name, savepoint));
    WithFailures.Result<PCollection<AdEvent>, DeadLetter> deduplicated =
        pipeline
            .apply("Blocks", Read.from(new BlockSource(events.load())))
            .apply("MakeEvents", ParDo.of(new MakeEventsFn(events)))
            .setCoder(ReceivedCoder.of(AdEventCoder.of()))
            .apply(
                "DropDuplicates",
                DropDuplicates.within(events.maxEventAge())
                    .withInput(DropDuplicates.Input.ENDLESS));
    deduplicated.output().apply("CountAccepted", ParDo.of(new CountAcceptedFn(name)));
    deduplicated.failures().apply("CountRejected", ParDo.of(new CountRejectedFn(name)));
    PipelineResult result = pipeline.run();
    return result::cancel;
  }

  private static final class MakeEventsFn extends DoFn<Long, Received<AdEvent>> {
    private static final long serialVersionUID = 1L;
    private final DedupEvents events;

    MakeEventsFn(DedupEvents events) {
      this.events = events;
    }

    @ProcessElement
    public void process(@Element Long block, OutputReceiver<Received<AdEvent>> out) {
      events.make(block, out::output);
    }
  }

  private static final class CountAcceptedFn extends DoFn<AdEvent, Void> {
    private static final long serialVersionUID = 1L;
    private final String job;

    CountAcceptedFn(String job) {
      this.job = job;
    }

    @ProcessElement
    public void process() {
      OutputCounts.of(job).accept();
    }
  }

  private static final class CountRejectedFn extends DoFn<DeadLetter, Void> {
    private static final long serialVersionUID = 1L;
    private final String job;

    CountRejectedFn(String job) {
      this.job = job;
    }

    @ProcessElement
    public void process() {
      OutputCounts.of(job).reject();
    }
  }
}
