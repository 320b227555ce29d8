package dev.tally.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.joda.time.Duration;

/** Executes one call of {@link FileSender#send}. */
final class FileSending {
  private static final int PROGRESS_EVERY = 1_000;

  private final RecordSender sender;
  private final Lines lines;
  private final long perSecond;
  private final SendListener listener;
  private final long started = System.nanoTime();
  private long sent;
  private OptionalLong lastTime = OptionalLong.empty();

  FileSending(RecordSender sender, Lines lines, long perSecond, SendListener listener) {
    this.sender = sender;
    this.lines = lines;
    this.perSecond = perSecond;
    this.listener = listener;
  }

  /** Returns the number of lines sent from all files. */
  long sent() {
    return sent;
  }

  /** Returns the watermark to which readers advance after the last file. */
  OptionalLong closingTime(Duration expectedDelay) {
    return lines.closingTime(lastTime, expectedDelay);
  }

  /** Sends the lines of a file and waits until Kafka has acknowledged them. */
  void send(Path file) throws IOException {
    Acknowledged acknowledged = new Acknowledged();
    try (EventFile events = EventFile.open(file)) {
      for (EventFile.Line line = events.next(); line != null; line = events.next()) {
        if (!lines.has(line)) {
          acknowledged.skipped(line.number());
          continue;
        }
        if (listener.stopped()) {
          sender.flush();
          throw new SendStopped(remainingLines(file, acknowledged));
        }
        listener.sending(line);
        send(line, acknowledged);
      }
      sender.flush();
    } catch (SendStopped e) {
      throw e;
    } catch (InvalidFile | IOException | KafkaException e) {
      if (acknowledged.sent() == 0) {
        throw e;
      }
      throw stopped(file, acknowledged, e);
    }
  }

  private void send(EventFile.Line line, Acknowledged acknowledged) throws IOException {
    acknowledged.sending(line.number());
    sender.send(line.brokerTime(), line.value(), () -> acknowledged.acknowledged(line.number()));
    sent++;
    if (line.brokerTime() != null) {
      lastTime = OptionalLong.of(line.brokerTime());
    }
    pace();
    if (sent % PROGRESS_EVERY == 0) {
      sender.check();
      listener.sent(sent);
    }
  }

  private SendStopped stopped(Path file, Acknowledged acknowledged, Exception e) {
    try {
      sender.flush();
    } catch (IOException | KafkaException reported) {
      e.addSuppressed(reported);
    }
    return new SendStopped(e.getMessage() + "\n" + remainingLines(file, acknowledged), e);
  }

  private String remainingLines(Path file, Acknowledged acknowledged) {
    return RemainingLines.of(file, sender.topic(), acknowledged).advice();
  }

  private void pace() {
    if (perSecond > 0) {
      long due = started + sent * 1_000_000_000L / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }
}
