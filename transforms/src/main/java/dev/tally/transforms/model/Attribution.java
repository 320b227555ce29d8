package dev.tally.transforms.model;

import java.util.List;

/**
 * Who earned an order by one attribution model.
 *
 * @param model the model's name on the wire, for example {@code last_touch}
 * @param shared whether several touches may share the order: it is written as a list then
 * @param credits who earned it, earlier touches first; together {@link Credit#WHOLE}, or none
 * @param touchesLeftOut how many touches within the windows were not considered because the order
 *     has more of them than the job's {@code maxTouches}
 */
public record Attribution(String model, boolean shared, List<Credit> credits, long touchesLeftOut) {

  /** An attribution by one touch at most. */
  public static Attribution ofOne(String model, List<Credit> credits) {
    return new Attribution(model, false, credits, 0);
  }

  /** An attribution that several touches share. */
  public static Attribution shared(String model, List<Credit> credits, long touchesLeftOut) {
    return new Attribution(model, true, credits, touchesLeftOut);
  }
}
