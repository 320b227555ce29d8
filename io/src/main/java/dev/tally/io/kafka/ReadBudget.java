package dev.tally.io.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the bytes that one reader emits before a checkpoint that covers them completes.
 *
 * <p>A sink with stable input keeps its input on the heap until a checkpoint completes, so a
 * backlog that is read faster than checkpoints complete can fill any heap. Nothing else applies
 * backpressure.
 *
 * <p>Limits: there is no bound without periodic checkpoints, and none in a pipeline without a sink
 * with stable input. Otherwise the readers of a JVM share an eighth of its maximum heap equally.
 */
final class ReadBudget implements AutoCloseable {
  /**
   * The bytes that a record needs in addition to its own, e.g. as a dead letter with an empty
   * value.
   */
  static final int RECORD_OVERHEAD = 200;

  private static final Logger LOG = LoggerFactory.getLogger(ReadBudget.class);
  private static final int SHARE_OF_HEAP = 8;
  private static final AtomicInteger READERS = new AtomicInteger();
  private static final Duration LOG_AFTER = Duration.ofMinutes(1);

  private final LongSupplier allowance;
  private final Runnable onClose;
  private long emitted;
  private long released;
  private long usedUpAt = -1;

  private ReadBudget(LongSupplier allowance, Runnable onClose) {
    this.allowance = allowance;
    this.onClose = onClose;
  }

  /**
   * The checkpoint interval, without a dependency on the runner: the getter has the same name and
   * declaration as Flink's option.
   */
  public interface Options extends PipelineOptions {
    @Description("The interval in milliseconds at which to trigger checkpoints; -1: never.")
    @Default.Long(-1L)
    Long getCheckpointingInterval();

    void setCheckpointingInterval(Long value);

    @Hidden
    @Description("Bytes that the readers of one JVM emit per checkpoint; default: heap / 8.")
    @Nullable Long getReadBytesPerCheckpoint();

    void setReadBytesPerCheckpoint(@Nullable Long value);

    @Hidden
    @Description("Whether a sink of the pipeline has stable input; the sinks set it.")
    @Default.Boolean(false)
    Boolean getStableInput();

    void setStableInput(Boolean value);
  }

  /** Makes the readers of a pipeline bounded if this sink of it needs stable input. */
  static void addSink(Pipeline pipeline, Delivery delivery) {
    if (delivery.needsStableInput()) {
      pipeline.getOptions().as(Options.class).setStableInput(true);
    }
  }

  /** Creates the budget of one more reader in this JVM. */
  static ReadBudget of(PipelineOptions options) {
    Options read = options.as(Options.class);
    if (read.getCheckpointingInterval() <= 0 || !read.getStableInput()) {
      return unbounded();
    }
    Long given = read.getReadBytesPerCheckpoint();
    long all = given != null ? given : Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    READERS.incrementAndGet();
    return new ReadBudget(() -> all / Math.max(1, READERS.get()), READERS::decrementAndGet);
  }

  static ReadBudget unbounded() {
    return new ReadBudget(() -> Long.MAX_VALUE, () -> {});
  }

  static ReadBudget of(long bytes) {
    return new ReadBudget(() -> bytes, () -> {});
  }

  /** True if nothing more may be emitted until a checkpoint completes. */
  boolean isUsedUp() {
    return emitted - released >= allowance.getAsLong();
  }

  /** Logs a wait that lasts for a minute; {@code now} in epoch ms. */
  void waiting(String topic, long now) {
    if (usedUpAt < 0) {
      usedUpAt = now;
    } else if (now - usedUpAt >= LOG_AFTER.toMillis()) {
      usedUpAt = now;
      LOG.warn(
          "{} has not been read for a minute: {} emitted bytes wait for a checkpoint to complete."
              + " Let checkpoints complete more often, or increase the heap.",
          topic,
          emitted - released);
    }
  }

  /** The bytes of a record's key and value. */
  static long size(ConsumerRecord<?, ?> record) {
    return Math.max(0, record.serializedKeySize())
        + (long) Math.max(0, record.serializedValueSize());
  }

  /** Counts an emitted record. */
  void emit(long bytes) {
    emitted += bytes + RECORD_OVERHEAD;
    usedUpAt = -1;
  }

  /** Returns the total of emitted bytes; each checkpoint keeps the total at its start. */
  long emitted() {
    return emitted;
  }

  /**
   * Releases the first {@code bytes} emitted, because a checkpoint that covers them has completed.
   */
  void release(long bytes) {
    released = Math.max(released, bytes);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
