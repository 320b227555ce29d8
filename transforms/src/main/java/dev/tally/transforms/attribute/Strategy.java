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
 * How the credit of an order is shared among the touches that are eligible for it.
 *
 * <p>Every strategy gives credits that sum to exactly {@link Credit#WHOLE}, or none if no touch is
 * eligible; rounded down, and what is left goes to the largest remainders, of equal ones to the
 * earlier touch.
 *
 * <p>Source: the models that advertising platforms have in common; the half-life of {@link
 * #TIME_DECAY} is that of Google Ads.
 */
public enum Strategy {
  /** All to the latest click; if there is none, to the latest impression. */
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
  /** All to the earliest touch. */
  FIRST_TOUCH {
    @Override
    double weight(int place, int touches, Duration age) {
      return place == 0 ? 1 : 0;
    }
  },
  /** The same to each. */
  LINEAR {
    @Override
    double weight(int place, int touches, Duration age) {
      return 1;
    }
  },
  /** 40 % to the first, 40 % to the last, 20 % to all between; of two, half each. */
  POSITION_BASED {
    @Override
    double weight(int place, int touches, Duration age) {
      boolean end = place == 0 || place == touches - 1;
      return end ? ENDS : (1 - 2 * ENDS) / (touches - 2);
    }
  },
  /** The weight halves with every seven days between touch and order. */
  TIME_DECAY {
    @Override
    double weight(int place, int touches, Duration age) {
      return StrictMath.pow(2, -(double) age.getMillis() / HALF_LIFE.getMillis());
    }
  };

  private static final double ENDS = 0.4;
  private static final Duration HALF_LIFE = Duration.standardDays(7);

  /** The relative weight of the touch at a place, 0 being the first. */
  abstract double weight(int place, int touches, Duration age);

  Comparator<Touch> order() {
    return Touch.BY_TIME;
  }

  /** Its name in records, for example {@code last_touch}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether more than one touch may count for the revision, see DESIGN's second promise. */
  public boolean isShared() {
    return this != LAST_TOUCH;
  }

  /**
   * Who earned an order.
   *
   * @param eligible the touches that are, in any order
   * @return only touches that earned something, the earlier first
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
