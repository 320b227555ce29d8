package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Touch;
import java.util.List;

/**
 * An order that is due, with those touches of its user and store that may earn it under some
 * campaign.
 */
record OrderTouches(Order order, List<Touch> touches) {}
