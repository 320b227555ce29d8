package dev.tally.transforms.format;

import dev.tally.transforms.format.MappingPlan.Split;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import java.util.List;
import java.util.Objects;
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
  void decode(String text) {
    Slots slots = new Slots(plan.slots());
    Rejection rejection = plan.input().read(text, slots);
    Split split = plan.split();
    if (rejection != null) {
      end(rejection);
    } else if (split == null) {
      make(slots, "", () -> Objects.requireNonNull(record.getPayload()));
    } else {
      items(text, slots, split);
    }
  }

  private void items(String text, Slots slots, Split split) {
    List<ItemRange> items = slots.items();
    if (items == null) {
      end(new Rejection(Reason.MISSING_FIELD, "expected a list at " + split.path()));
      return;
    }
    if (items.isEmpty()) {
      end(Rejection.SKIP);
      return;
    }
    ListPieces list = new ListPieces(text, items, split.indexSlot() != Shape.NONE);
    if (list.areTooLarge()) {
      end(new Rejection(Reason.TOO_LARGE, "expected fewer or smaller items at " + split.path()));
      return;
    }
    for (ItemRange item : items) {
      item(list, item, slots.forItem(), split);
    }
  }

  private void item(ListPieces list, ItemRange item, Slots slots, Split split) {
    if (split.indexSlot() != Shape.NONE) {
      slots.setInteger(split.indexSlot(), item.index());
    }
    String prefix = "item " + item.index() + ": ";
    Rejection rejection = split.items().read(list.item(item), slots);
    if (rejection == null) {
      make(slots, prefix, () -> list.payload(item));
    } else {
      out.refused(rejection.refused(prefix), piece(() -> list.payload(item)));
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
