package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An {@code AttributionHead} is the part of the state of a user at a store that each touch reads.
 * It is one value, because each access to a state cell of a key costs about the same, whatever the
 * size of the value. A user with few touches has no other state.
 *
 * @param touches the blocks of touches, see {@link TouchHistory}
 * @param refs the blocks of references to orders, see {@link HeldOrders}
 * @param late the time range of orders that must be attributed again; null if there are none
 * @param dueAt the time for which the timer for due orders is set; null if it is not set
 * @param sweepAt the time for which the timer for sweeps is set; null if it is not set
 */
record AttributionHead(
    Directory<Touch> touches,
    Directory<OrderRef> refs,
    @Nullable Late late,
    @Nullable Instant dueAt,
    @Nullable Instant sweepAt) {}
