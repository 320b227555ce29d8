package dev.tally.pipelines.ports;

import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetterCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithFailures;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Writes elements, and returns those that the destination can never accept as dead letters.
 *
 * @param <T> the type of the elements
 */
public abstract class WritePort<T>
    extends PTransform<PCollection<T>, WithFailures.Result<PDone, DeadLetter>> {
  private static final long serialVersionUID = 1L;

  /** Returns a port whose destination accepts every element. */
  public static <T> WritePort<T> accepting(PTransform<PCollection<T>, PDone> write) {
    return new Accepting<>(write);
  }

  private static final class Accepting<T> extends WritePort<T> {
    private static final long serialVersionUID = 1L;
    private final PTransform<PCollection<T>, PDone> write;

    Accepting(PTransform<PCollection<T>, PDone> write) {
      this.write = write;
    }

    @Override
    public WithFailures.Result<PDone, DeadLetter> expand(PCollection<T> input) {
      PDone done = input.apply("Write", write);
      return WithFailures.Result.of(
          done,
          ToTopic.global(
              input
                  .apply("RejectNone", ParDo.of(new RejectNoneFn<>()))
                  .setCoder(DeadLetterCoder.of())));
    }
  }

  private static final class RejectNoneFn<T> extends DoFn<T, DeadLetter> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element T ignored) {}
  }
}
