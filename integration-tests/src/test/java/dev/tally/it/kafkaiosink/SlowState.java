package dev.tally.it.kafkaiosink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * A step in another branch of the job whose state cannot be stored for a time, as with a checkpoint
 * storage that is slow or fails. Only the storing part of a checkpoint waits or fails, not a task.
 */
final class SlowState {
  private enum Storage {
    TAKES,
    REFUSES,
    HANGS
  }

  private static final Object CHANGED = new Object();
  private static Storage storage = Storage.TAKES;

  private SlowState() {}

  static void pass() {
    set(Storage.TAKES);
  }

  static void refuse() {
    set(Storage.REFUSES);
  }

  static void hang() {
    set(Storage.HANGS);
  }

  private static void set(Storage next) {
    synchronized (CHANGED) {
      storage = next;
      CHANGED.notifyAll();
    }
  }

  private static void store() throws IOException {
    synchronized (CHANGED) {
      while (storage == Storage.HANGS) {
        try {
          CHANGED.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException(e);
        }
      }
      if (storage == Storage.REFUSES) {
        throw new IOException("The storage fails");
      }
    }
  }

  /** The value that the step stores. */
  record Kept(String value) {}

  private static final class KeptCoder extends AtomicCoder<Kept> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Kept kept, OutputStream out) throws IOException {
      store();
      StringUtf8Coder.of().encode(kept.value(), out);
    }

    @Override
    public Kept decode(InputStream in) throws IOException {
      return new Kept(StringUtf8Coder.of().decode(in));
    }
  }

  /** Stores the last value in its state. */
  static final class KeepFn extends DoFn<KV<String, String>, Void> {
    private static final long serialVersionUID = 1L;
    private static final String LAST = "last";

    @StateId(LAST)
    private final StateSpec<ValueState<Kept>> lastSpec = StateSpecs.value(new KeptCoder());

    @ProcessElement
    public void process(@Element KV<String, String> element, @StateId(LAST) ValueState<Kept> last) {
      last.write(new Kept(element.getValue()));
    }
  }
}
