package dev.tally.transforms.model;

import java.util.List;

/**
 * An {@code Attribution} lists the touches that one attribution model credits with an order.
 *
 * @param model the model's name in the wire format, for example {@code last_touch}
 * @param shared whether the record has a list of credits, as under every model but last touch
 * @param credits the credited touches, earliest first; their shares add up to {@link Credit#WHOLE},
 *     or the list is empty
 * @param touchesLeftOut how many touches within the windows were not considered, because the order
 *     has more of them than the job's {@code maxTouches}
 */
public record Attribution(String model, boolean shared, List<Credit> credits, long touchesLeftOut) {

  /** Returns an attribution under a model that credits at most one touch. */
  public static Attribution ofOne(String model, List<Credit> credits) {
    return new Attribution(model, false, credits, 0);
  }

  /** Returns an attribution under a model with a list of credits. */
  public static Attribution shared(String model, List<Credit> credits, long touchesLeftOut) {
    return new Attribution(model, true, credits, touchesLeftOut);
  }
}
