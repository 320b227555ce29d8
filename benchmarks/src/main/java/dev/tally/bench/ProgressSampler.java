package dev.tally.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.tally.bench.ProgressSamples.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Writes a sample of this JVM's progress to a file every 200 ms. The number of records read is that
 * of the metrics of Kafka's consumers, so every job is measured in the same way.
 */
final class ProgressSampler implements Runnable {
  private static final long EVERY_MILLIS = 200;
  private static final String READ = "records-consumed-total";

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final Map<ObjectName, Long> read = new HashMap<>();
  private final ObjectName consumers;
  private final Path file;

  private ProgressSampler(String topic, Path file) throws JMException {
    this.consumers =
        new ObjectName(
            "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*,topic=" + topic);
    this.file = file;
  }

  /**
   * Starts sampling on a daemon thread.
   *
   * @param topic the topic whose records are counted
   */
  static void start(String topic, Path file) throws IOException {
    try {
      Thread thread = new Thread(new ProgressSampler(topic, file), "progress-sampler");
      thread.setDaemon(true);
      thread.start();
    } catch (JMException e) {
      throw new IOException("The metrics of Kafka's consumers cannot be read", e);
    }
  }

  @Override
  public void run() {
    try (Writer out = Files.newBufferedWriter(file)) {
      while (!Thread.currentThread().isInterrupted()) {
        out.write(sample().line());
        out.write('\n');
        out.flush();
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Sample sample() throws JMException {
    for (ObjectName consumer : beans.queryNames(consumers, null)) {
      try {
        read.put(consumer, ((Number) beans.getAttribute(consumer, READ)).longValue());
      } catch (InstanceNotFoundException closed) {
        // The consumer was closed after the query; its last number is kept.
      }
    }
    long all = read.values().stream().mapToLong(Long::longValue).sum();
    return new Sample(
        System.currentTimeMillis(), all, process.getProcessCpuTime(), javaThreadsNanos());
  }

  private long javaThreadsNanos() {
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      nanos += Math.max(0, threads.getThreadCpuTime(id));
    }
    return nanos;
  }
}
