package dev.tally.operate;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.Topics;
import dev.tally.io.kafka.WatermarkPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.kafka.common.KafkaException;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Sends files of events to a topic, in order within each partition.
 *
 * <p>Without times the values go to a live topic, and the broker gives the time. With times they go
 * to a {@code CreateTime} topic and keep theirs; at the end every partition gets a heartbeat at the
 * last time + {@code expectedDelay} + 1 min, so that all minutes close.
 *
 * <p>Delivery: each line once, unless this process dies. A failure names the line up to which all
 * are in the topic.
 */
public final class FileSender {
  private final KafkaCluster cluster;
  private final String topic;
  private final Duration expectedDelay;
  private final long perSecond;
  private final Lines lines;

  /**
   * A sender to one topic.
   *
   * @param expectedDelay the reading job's
   * @param perSecond lines per second at most; 0 for as fast as the broker accepts them
   */
  public FileSender(KafkaCluster cluster, String topic, Duration expectedDelay, long perSecond) {
    this(cluster, topic, expectedDelay, perSecond, Lines.ALL);
  }

  private FileSender(
      KafkaCluster cluster, String topic, Duration expectedDelay, long perSecond, Lines lines) {
    this.cluster = cluster;
    this.topic = topic;
    this.expectedDelay = expectedDelay;
    this.perSecond = perSecond;
    this.lines = lines;
  }

  /**
   * With a file of broker times after which nothing more comes until this time: readers advance to
   * it. Without it they advance to a minute after the file's last line.
   */
  public FileSender until(Instant time) {
    return with(lines.until(time));
  }

  /**
   * Of a file of broker times only the lines from one time until before another, after which
   * readers advance to the second and the next lines may follow.
   */
  public FileSender between(Instant from, Instant to) {
    return with(lines.between(from, to));
  }

  /** Without the first lines of the file, blank ones counted. */
  public FileSender skipping(long firstLines) {
    return with(lines.skipping(firstLines));
  }

  private FileSender with(Lines changed) {
    return new FileSender(cluster, topic, expectedDelay, perSecond, changed);
  }

  /** Sends one file, see {@link #send(List, SendListener)}. */
  public long send(Path file, LongConsumer progress) throws IOException {
    return send(List.of(file), SendListener.of(progress));
  }

  /**
   * Sends files, one after the other.
   *
   * @return the number of lines sent, heartbeats not counted
   * @throws IllegalArgumentException if the topic does not fit the files; it says what to do
   * @throws SendStopped if the listener stopped it
   */
  public long send(List<Path> files, SendListener listener) throws IOException {
    boolean timed = EventFile.isTimed(files.get(0));
    WatermarkPolicy policy =
        timed ? WatermarkPolicy.replay(expectedDelay) : WatermarkPolicy.live(expectedDelay);
    List<String> problems = Topics.of(cluster).unreadable(topic, policy);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    try (RecordSender sender = new RecordSender(cluster, topic)) {
      FileSending sending = new FileSending(sender, lines, perSecond, listener);
      sendAll(sending, files);
      if (timed && sending.closingTime(expectedDelay).isPresent()) {
        sender.heartbeats(sending.closingTime(expectedDelay).getAsLong(), expectedDelay);
      }
      listener.sent(sending.sent());
      return sending.sent();
    } catch (KafkaException e) {
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getMessage()), e);
    }
  }

  private static void sendAll(FileSending sending, List<Path> files) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      try {
        sending.send(files.get(i));
      } catch (SendStopped e) {
        List<Path> rest = files.subList(i + 1, files.size());
        throw rest.isEmpty() ? e : new SendStopped(e.getMessage() + "\nNot begun: " + rest, e);
      }
    }
  }
}
