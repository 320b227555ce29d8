package dev.tally.operations.redrive;

import dev.tally.operations.redrive.RedriveLog.Resent;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.joda.time.Instant;

/**
 * Sends the payloads of dead letters to their raw topics again if the given rules accept them.
 *
 * <p>Delivery: each letter at most once, over all redrives that use the same topic of marks. The
 * mark of a letter is committed in the same Kafka transaction as its payload. After a failure at
 * any point, the next redrive sends exactly the payloads that were not committed. Of two redrives
 * at the same time, the one that was started first fails.
 *
 * <p>Errors: {@link IllegalArgumentException} for a topic that cannot be used; {@link IOException}
 * and {@link org.apache.kafka.common.KafkaException} if Kafka fails. What was committed remains.
 */
public final class Redrive {
  private static final long TRANSACTION_BYTES = 8 << 20;

  private final RedriveSettings settings;
  private final RedriveListener listener;
  private final Supplier<Instant> clock;

  /**
   * Creates a redrive.
   *
   * @param clock the current time, as which the broker time of a record is estimated
   */
  public Redrive(RedriveSettings settings, RedriveListener listener, Supplier<Instant> clock) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
  }

  /** Decides about each letter and sends nothing. */
  public RedriveReport dryRun() throws IOException {
    return run(new DryRunLog(new RedrivenTopic(settings.cluster(), settings.topics().redriven())));
  }

  /** Sends the payloads of all selected letters that the rules accept. */
  public RedriveReport send() throws IOException {
    try (RedriveLog log = KafkaRedriveLog.open(settings, listener)) {
      return run(log);
    }
  }

  private RedriveReport run(RedriveLog log) throws IOException {
    Run run = new Run(log, new KafkaRawTopics(settings.cluster()));
    LetterReader.forEach(settings.cluster(), settings.topics().deadLetters(), run);
    run.commit();
    return run.report;
  }

  /** One pass over the dead letters; a test runs it without Kafka. */
  final class Run implements LetterReader.Action {
    private final RedriveLog log;
    private final RedrivenLetters redriven;
    private final Planner planner;
    private final RedriveReport report = new RedriveReport();
    private final List<Resent> batch = new ArrayList<>();
    private long batchBytes;

    Run(RedriveLog log, RawTopics topics) throws IOException {
      this.log = log;
      this.redriven = log.redriven();
      this.planner = new Planner(settings, topics, redriven);
    }

    /** Returns false if the limit of letters is reached. */
    @Override
    public boolean accept(StoredLetter letter) throws IOException {
      listener.read(report.countRead());
      if (settings.filter().selects(letter)) {
        Decision decision = planner.decide(letter, clock.get());
        report.add(letter, decision);
        if (decision.isSent()) {
          add(letter, decision.payload());
        }
      }
      return report.lettersSent() < settings.limits().letters();
    }

    @Override
    public void unreadable(String position, String why) {
      report.unreadable(position, why);
    }

    private void add(StoredLetter letter, RawRecord payload) throws IOException {
      batch.add(new Resent(letter, payload, redriven.redrivesOf(letter) + 1));
      batchBytes += Objects.requireNonNull(payload.getPayload()).length;
      if (batch.size() >= settings.limits().perTransaction() || batchBytes >= TRANSACTION_BYTES) {
        commit();
      }
    }

    void commit() throws IOException {
      if (!batch.isEmpty()) {
        log.commit(List.copyOf(batch));
        batch.clear();
        batchBytes = 0;
      }
    }

    RedriveReport report() {
      return report;
    }
  }
}
