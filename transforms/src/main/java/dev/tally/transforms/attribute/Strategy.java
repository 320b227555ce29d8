package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A {@code Strategy} determines how the credit of an order is shared among its eligible touches.
 *
 * <p>The credits of an order add up to exactly {@link Credit#WHOLE}, or there are none if no touch
 * is eligible. Each share is rounded down; what is left goes to the touches with the largest
 * remainders and, of equal ones, to the earlier touch.
 *
 * <p>Source: the models that advertising platforms have in common; the half-life of {@link
 * #TIME_DECAY} is that of Google Ads.
 */
public enum Strategy {
  /** The latest click gets the whole credit; if there is no click, the latest impression does. */
  LAST_TOUCH {
    @Override
    double weight(int place, int touches, Duration age) {
      return place == touches - 1 ? 1 : 0;
    }

    @Override
    Comparator<Touch> order() {
      return Comparator.comparing(Touch::isClick).thenComparing(Touch.BY_TIME);
    }
  },
  /** The earliest touch gets the whole credit. */
  FIRST_TOUCH {
    @Override
    double weight(int place, int touches, Duration age) {
      return place == 0 ? 1 : 0;
    }
  },
  /** All touches get the same credit. */
  LINEAR {
    @Override
    double weight(int place, int touches, Duration age) {
      return 1;
    }
  },
  /**
   * The first touch gets 40 %, the last 40 %, and those in between share 20 %. Of two touches, each
   * gets half.
   */
  POSITION_BASED {
    @Override
    double weight(int place, int touches, Duration age) {
      boolean end = place == 0 || place == touches - 1;
      return end ? ENDS : (1 - 2 * ENDS) / (touches - 2);
    }
  },
  /** The weight of a touch halves with every seven days between it and the order. */
  TIME_DECAY {
    @Override
    double weight(int place, int touches, Duration age) {
      return StrictMath.pow(2, -(double) age.getMillis() / HALF_LIFE.getMillis());
    }
  };

  private static final double ENDS = 0.4;
  private static final Duration HALF_LIFE = Duration.standardDays(7);

  /** Returns the relative weight of the touch at this place; the first place is 0. */
  abstract double weight(int place, int touches, Duration age);

  Comparator<Touch> order() {
    return Touch.BY_TIME;
  }

  /** Returns the name in records, for example {@code last_touch}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns true for all models but last touch. Under these, the revision depends on the number of
   * touches; under last touch it depends on the credited touch.
   */
  public boolean revisesByTouchCount() {
    return this != LAST_TOUCH;
  }

  /**
   * Returns the touches that earned credit for an order, with their shares.
   *
   * @param eligible the eligible touches, in any order
   * @return only touches with a share above zero, earliest first
   */
  public List<Credit> credits(List<Touch> eligible, Instant orderTime) {
    List<Touch> touches = eligible.stream().sorted(order()).toList();
    double[] weights =
        IntStream.range(0, touches.size())
            .mapToDouble(
                i -> weight(i, touches.size(), new Duration(touches.get(i).time(), orderTime)))
            .toArray();
    long[] micros = share(weights);
    return IntStream.range(0, micros.length)
        .filter(i -> micros[i] > 0)
        .mapToObj(i -> new Credit(touches.get(i), micros[i]))
        .toList();
  }

  private static long[] share(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    long[] micros = new long[weights.length];
    double[] remainders = new double[weights.length];
    long left = weights.length == 0 ? 0 : Credit.WHOLE;
    for (int i = 0; i < weights.length; i++) {
      double exact = weights[i] / sum * Credit.WHOLE;
      micros[i] = Math.min((long) exact, left);
      remainders[i] = exact - micros[i];
      left -= micros[i];
    }
    ToDoubleFunction<Integer> remainder = i -> remainders[i];
    List<Integer> places = new ArrayList<>(IntStream.range(0, weights.length).boxed().toList());
    places.sort(Comparator.comparingDouble(remainder).reversed());
    for (int i = 0; left > 0; i = (i + 1) % places.size(), left--) {
      micros[places.get(i)]++;
    }
    return micros;
  }
}
