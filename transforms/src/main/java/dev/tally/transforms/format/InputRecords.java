package dev.tally.transforms.format;

import dev.tally.transforms.format.MappingPlan.Split;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import java.util.function.Supplier;

/** Makes the records of one input. */
final class InputRecords<T> {
  private final MappingPlan<T> plan;
  private final RawRecord record;
  private final RecordDecoder.Output<T> out;
  private int pieces;

  InputRecords(MappingPlan<T> plan, RawRecord record, RecordDecoder.Output<T> out) {
    this.plan = plan;
    this.record = record;
    this.out = out;
  }

  /** Emits the records of an input, at least one result. */
  void decode(byte[] value) {
    Slots slots = new Slots(plan.slots());
    Rejection rejection = plan.input().read(value, slots);
    Split split = plan.split();
    if (rejection != null) {
      end(rejection);
    } else if (split == null) {
      make(slots, "", () -> value);
    } else {
      items(slots, split);
    }
  }

  private void items(Slots slots, Split split) {
    InputItems items = slots.items();
    if (items == null) {
      end(new Rejection(Reason.MISSING_FIELD, "expected a list at " + split.path()));
    } else if (items.count() == 0) {
      end(Rejection.SKIP);
    } else if (items.areTooLarge()) {
      end(new Rejection(Reason.TOO_LARGE, "expected fewer or smaller items at " + split.path()));
    } else {
      for (int item = 0; item < items.count(); item++) {
        item(items, item, slots.forItem(), split);
      }
    }
  }

  private void item(InputItems items, int item, Slots slots, Split split) {
    if (split.indexSlot() != Shape.NONE) {
      slots.setInteger(split.indexSlot(), items.index(item));
    }
    String prefix = "item " + items.index(item) + ": ";
    Rejection rejection = items.read(item, slots);
    if (rejection == null) {
      make(slots, prefix, () -> items.payload(item));
    } else {
      out.refused(rejection.refused(prefix), piece(() -> items.payload(item)));
    }
  }

  /** Makes the records of an input or an item. If there are none, it is skipped. */
  private void make(Slots slots, String prefix, Supplier<byte[]> payload) {
    boolean skipped = true;
    for (RecordPlan one : plan.records()) {
      if (!one.applies(slots)) {
        continue;
      }
      Values values = new Values(plan.target().fields().size());
      Rejection rejection = one.evaluate(slots, values);
      if (rejection == null) {
        out.decoded(plan.target().builder().build(values, record.getBrokerTime()), piece(payload));
      } else if (!rejection.isSkip()) {
        out.refused(rejection.refused(prefix), piece(payload));
      }
      skipped &= rejection != null && rejection.isSkip();
    }
    if (skipped) {
      out.skipped(record);
    }
  }

  /** Ends an input that results in no record. */
  private void end(Rejection rejection) {
    if (rejection.isSkip()) {
      out.skipped(record);
    } else {
      out.refused(rejection.refused(""), record);
    }
  }

  private RawRecord piece(Supplier<byte[]> payload) {
    return plan.makesPieces() ? record.piece(++pieces, payload.get()) : record;
  }
}
