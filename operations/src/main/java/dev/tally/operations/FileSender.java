package dev.tally.operations;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicInspector;
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
 * <p>Files without broker times go to a live topic, where the broker sets the times. Files with
 * broker times go to a {@code CreateTime} topic, and the records keep these times. After the last
 * line, every partition receives a heartbeat at the last broker time + {@code expectedDelay} + 1
 * min, so that all minutes close.
 *
 * <p>Delivery: each line once, unless this process dies. The message of a failure names the line up
 * to which all lines are in the topic.
 */
public final class FileSender {
  private final KafkaCluster cluster;
  private final String topic;
  private final Duration expectedDelay;
  private final long perSecond;
  private final Lines lines;

  /**
   * Creates a sender to one topic.
   *
   * @param expectedDelay the {@code --expectedDelay} of the job that reads the topic
   * @param perSecond maximum number of lines per second; 0 for no limit
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
   * Returns a sender that, after the last line of files with broker times, advances the readers'
   * watermark to this time. No record sent later may be earlier than it. Default: a minute after
   * the last line.
   */
  public FileSender until(Instant time) {
    return with(lines.until(time));
  }

  /**
   * Returns a sender that sends only the lines with broker times from {@code from} (inclusive) to
   * {@code to} (exclusive). Each partition then receives a heartbeat with broker time {@code to},
   * and a later call may send the lines from there on.
   */
  public FileSender between(Instant from, Instant to) {
    return with(lines.between(from, to));
  }

  /** Returns a sender that skips the first lines of the file; blank lines count. */
  public FileSender skipping(long firstLines) {
    return with(lines.skipping(firstLines));
  }

  private FileSender with(Lines changed) {
    return new FileSender(cluster, topic, expectedDelay, perSecond, changed);
  }

  /** Sends one file as {@link #send(List, SendListener)} does. */
  public long send(Path file, LongConsumer progress) throws IOException {
    return send(List.of(file), SendListener.of(progress));
  }

  /**
   * Sends files one after the other.
   *
   * @return the number of lines sent, without heartbeats
   * @throws IllegalArgumentException if the topic's settings do not fit the files; the message says
   *     what to do
   * @throws SendStopped if the listener stopped the sender, or if sending failed after some lines
   */
  public long send(List<Path> files, SendListener listener) throws IOException {
    boolean timed = EventFile.isTimed(files.get(0));
    requireReadable(
        timed ? WatermarkPolicy.replay(expectedDelay) : WatermarkPolicy.live(expectedDelay));
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

  /**
   * Sends only heartbeats to a {@code CreateTime} topic: each partition's watermark advances to
   * this time, and no record sent later may be earlier than it.
   *
   * @throws IllegalArgumentException if the topic is a live one; the message says what to do
   */
  public void sendHeartbeats(Instant time) throws IOException {
    requireReadable(WatermarkPolicy.replay(expectedDelay));
    try (RecordSender sender = new RecordSender(cluster, topic)) {
      sender.heartbeats(time.getMillis(), expectedDelay);
    } catch (KafkaException e) {
      throw new IOException("Kafka at %s: %s".formatted(cluster, e.getMessage()), e);
    }
  }

  private void requireReadable(WatermarkPolicy policy) {
    List<String> problems = TopicInspector.of(cluster).unreadable(topic, policy);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  private static void sendAll(FileSending sending, List<Path> files) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      try {
        sending.send(files.get(i));
      } catch (SendStopped e) {
        List<Path> rest = files.subList(i + 1, files.size());
        throw rest.isEmpty() ? e : new SendStopped(e.getMessage() + "\nNot started: " + rest, e);
      }
    }
  }
}
