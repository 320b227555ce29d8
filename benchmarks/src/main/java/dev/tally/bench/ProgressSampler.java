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
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Writes a sample of this JVM's progress to a file every 200 ms. The number of records read comes
 * from the metrics of Kafka's consumers, so every job is measured in the same way.
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
  private final Writer out;

  private ProgressSampler(String topic, Writer out) throws JMException {
    this.consumers =
        new ObjectName(
            "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*,topic=" + topic);
    this.out = out;
  }

  /**
   * Starts sampling on a daemon thread.
   *
   * @param topic the topic whose records are counted
   */
  static ProgressSampler start(String topic, Path file) throws IOException {
    try {
      ProgressSampler sampler = new ProgressSampler(topic, Files.newBufferedWriter(file));
      Thread thread = new Thread(sampler, "progress-sampler");
      thread.setDaemon(true);
      thread.start();
      return sampler;
    } catch (JMException e) {
      throw new IOException("The metrics of Kafka's consumers cannot be read", e);
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        write();
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes a sample. A job that ends by itself calls this before it closes its consumers. */
  synchronized void write() {
    try {
      out.write(sample().line());
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private Sample sample() throws JMException {
    for (ObjectName consumer : beans.queryNames(consumers, null)) {
      try {
        read.put(consumer, ((Number) beans.getAttribute(consumer, READ)).longValue());
      } catch (InstanceNotFoundException | AttributeNotFoundException changed) {
        // The consumer is being opened or closed; its last number is kept.
      }
    }
    long all = read.values().stream().mapToLong(Long::longValue).sum();
    return new Sample(
        System.currentTimeMillis(),
        all,
        process.getProcessCpuTime(),
        javaThreadsNanos(),
        JvmMemory.heapAfterCollection(),
        JvmMemory.peakResident());
  }

  private long javaThreadsNanos() {
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      nanos += Math.max(0, threads.getThreadCpuTime(id));
    }
    return nanos;
  }
}
