package dev.tally.bench;

import dev.tally.bench.ProgressSamples.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Measures how many events per second a running job reads if it has a backlog. */
record Calibration(FreshnessJob job, FreshnessSender sender) {
  private static final long EVENTS = 1_000_000;
  private static final Duration TIMEOUT = Duration.ofMinutes(6);

  /** Sends a million events at once and returns the rate at which most of them are read. */
  long eventsPerSecond() throws IOException, InterruptedException, TimeoutException {
    Deadline deadline = new Deadline(TIMEOUT, "The calibration did not end");
    long before = job.samples().read();
    long began = System.currentTimeMillis();
    sender.burst(EVENTS);
    while (job.samples().read() - before < EVENTS) {
      job.check();
      deadline.pause();
    }
    return since(began, before)
        .steady(EVENTS)
        .map(steady -> Math.round(steady.perSecond()))
        .orElseThrow(() -> new IOException("The events were read too fast to measure a rate."));
  }

  /** Returns the samples from a time on, without the records that were read before. */
  private ProgressSamples since(long time, long readBefore) throws IOException {
    return new ProgressSamples(
        job.samples().samples().stream()
            .filter(sample -> sample.at() >= time)
            .map(
                sample ->
                    new Sample(
                        sample.at(),
                        sample.read() - readBefore,
                        sample.cpuNanos(),
                        sample.javaNanos()))
            .toList());
  }
}
