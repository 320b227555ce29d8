package dev.tally.transforms.model;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.LongMath;
import java.util.Arrays;

/**
 * {@code MeasureSums} hold one sum per {@link MetricMeasure}. Adding is associative and
 * commutative, and {@link #NONE} is the identity. A sum that does not fit into a long is capped at
 * the largest long. Instances are immutable.
 */
public final class MeasureSums {
  private static final MetricMeasure[] MEASURES = MetricMeasure.values();

  /** The sums over no events. */
  public static final MeasureSums NONE = new MeasureSums(new long[MEASURES.length]);

  private final long[] sums;

  private MeasureSums(long[] sums) {
    this.sums = sums;
  }

  /** Returns what one event adds. */
  public static MeasureSums of(AdEvent event) {
    long[] sums = new long[MEASURES.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = MEASURES[i].of(event);
    }
    return new MeasureSums(sums);
  }

  /** Returns sums with these values in the order of {@link MetricMeasure}; the others are 0. */
  public static MeasureSums of(long... values) {
    checkArgument(
        values.length <= MEASURES.length,
        "there are %s measures, not %s",
        MEASURES.length,
        values.length);
    return new MeasureSums(Arrays.copyOf(values, MEASURES.length));
  }

  /** Returns the same sums, except that of one measure. */
  public MeasureSums with(MetricMeasure measure, long value) {
    long[] changed = sums.clone();
    changed[measure.position()] = value;
    return new MeasureSums(changed);
  }

  /** Returns the sum of one measure. */
  public long get(MetricMeasure measure) {
    return sums[measure.position()];
  }

  /** Returns the sums over the events of both. */
  public MeasureSums plus(MeasureSums other) {
    long[] added = sums.clone();
    other.addTo(added);
    return new MeasureSums(added);
  }

  /** Adds these sums to totals in the order of {@link MetricMeasure}. */
  public void addTo(long[] totals) {
    for (int i = 0; i < totals.length; i++) {
      totals[i] = LongMath.saturatedAdd(totals[i], sums[i]);
    }
  }

  /** Returns how many sums a coder writes: all up to the last required one or the last above 0. */
  int encodedLength() {
    int length = sums.length;
    while (sums[length - 1] == 0 && !MEASURES[length - 1].isRequired()) {
      length--;
    }
    return length;
  }

  /** Returns the sums in the order of {@link MetricMeasure}. */
  public long[] toArray() {
    return sums.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeasureSums that && Arrays.equals(sums, that.sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (MetricMeasure measure : MEASURES) {
      text.append(text.isEmpty() ? "" : ", ").append(measure.column()).append('=');
      text.append(get(measure));
    }
    return text.toString();
  }
}
