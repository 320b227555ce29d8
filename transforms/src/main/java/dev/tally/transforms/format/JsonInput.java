package dev.tally.transforms.format;

import dev.tally.transforms.format.Slots.Kind;
import dev.tally.transforms.json.JsonBytes;
import dev.tally.transforms.json.JsonCursor;
import dev.tally.transforms.json.MalformedJson;
import dev.tally.transforms.model.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects in one pass over their bytes, without a tree of the whole object: names are
 * compared as bytes, and values to which the mapping does not refer are skipped.
 *
 * <p>Errors: malformed JSON, more data after the object, nesting over the limit and a value to
 * which the mapping refers that is there twice are rejected as {@code NOT_JSON}.
 *
 * @param items reads an item of the list that is split; null if none is
 * @param indexed whether a field refers to the index of an item
 */
record JsonInput(Shape shape, @Nullable JsonInput items, boolean indexed) implements InputFormat {
  @Override
  public @Nullable Rejection read(byte[] value, Slots slots) {
    return JsonBytes.areUtf8(value)
        ? read(value, 0, value.length, slots)
        : new Rejection(Reason.INVALID_UTF8, "expected UTF-8");
  }

  /** Does the same with the object in a part of the value, which is valid UTF-8. */
  @Nullable Rejection read(byte[] value, int from, int end, Slots slots) {
    JsonCursor in = new JsonCursor(value, from, end);
    if (in.peek() != '{') {
      return notJson("another JSON type or nothing");
    }
    try {
      Rejection rejection = new Pass(this, value, in, slots).object(shape);
      return rejection == null && !in.isAtEnd() ? notJson("more data after the object") : rejection;
    } catch (MalformedJson malformed) {
      return notJson(malformed.found());
    }
  }

  @Override
  public boolean isBinary() {
    return false;
  }

  private static Rejection notJson(String found) {
    return new Rejection(Reason.NOT_JSON, "expected one JSON object, found " + found);
  }

  /** One pass over an input. */
  private static final class Pass {
    private final JsonInput input;
    private final byte[] value;
    private final JsonCursor in;
    private final Slots slots;

    /** Whether the value of a node was read, by the node's number. */
    private final boolean[] seen;

    Pass(JsonInput input, byte[] value, JsonCursor in, Slots slots) {
      this.input = input;
      this.value = value;
      this.in = in;
      this.slots = slots;
      this.seen = new boolean[input.shape.size()];
    }

    @Nullable Rejection object(Shape shape) throws MalformedJson {
      in.open();
      if (in.closes('}')) {
        return null;
      }
      int next = 0;
      do {
        int index = in.name(shape.names(), next);
        if (index == Shape.NONE) {
          in.skip();
          continue;
        }
        next = index + 1;
        Rejection rejection = field(shape, index);
        if (rejection != null) {
          return rejection;
        }
      } while (in.continues('}'));
      return null;
    }

    private @Nullable Rejection field(Shape shape, int index) throws MalformedJson {
      Shape child = shape.child(index);
      if (seen[child.id()]) {
        return notJson("the field " + shape.name(index) + " twice");
      }
      seen[child.id()] = true;
      return value(child);
    }

    private @Nullable Rejection value(Shape shape) throws MalformedJson {
      byte first = in.peek();
      if (first == '{' || first == '[') {
        if (shape.slot() != Shape.NONE) {
          slots.set(shape.slot(), Kind.NESTED);
        }
        return first == '{' ? nested(shape) : list(shape);
      }
      if (shape.slot() == Shape.NONE) {
        in.skip();
      } else {
        scalar(shape.slot());
      }
      return null;
    }

    private void scalar(int slot) throws MalformedJson {
      switch (in.peek()) {
        case '"' -> slots.setText(slot, Kind.TEXT, in.text());
        case 't', 'f' -> slots.setFlag(slot, in.flag());
        case 'n' -> {
          in.nothing();
          slots.set(slot, Kind.NULL);
        }
        default -> {
          if (in.number() == JsonCursor.NumberKind.LONG) {
            slots.setInteger(slot, in.longValue());
          } else {
            slots.setText(slot, Kind.DECIMAL, in.numberText());
          }
        }
      }
    }

    private @Nullable Rejection nested(Shape shape) throws MalformedJson {
      if (shape.hasChildren()) {
        return object(shape);
      }
      in.skip();
      return null;
    }

    private @Nullable Rejection list(Shape shape) throws MalformedJson {
      if (shape.isSplit()) {
        return items();
      }
      if (!shape.hasElements()) {
        in.skip();
        return null;
      }
      in.open();
      if (in.closes(']')) {
        return null;
      }
      int index = 0;
      do {
        Shape element = shape.elementAt(index++);
        if (element == null) {
          in.skip();
          continue;
        }
        Rejection rejection = value(element);
        if (rejection != null) {
          return rejection;
        }
      } while (in.continues(']'));
      return null;
    }

    /** Notes where the items of the list are; they are read later, one at a time. */
    private @Nullable Rejection items() throws MalformedJson {
      List<ItemRange> items = new ArrayList<>();
      in.open();
      boolean more = !in.closes(']');
      for (int index = 0; more; index++) {
        byte first = in.peek();
        if (first != '{' && first != 'n') {
          return new Rejection(
              Reason.WRONG_TYPE,
              "item " + index + " of the list that is split: expected an object");
        }
        int start = in.at();
        in.skip();
        if (first == '{') {
          items.add(new ItemRange(index, start, in.at()));
        }
        more = in.continues(']');
      }
      JsonInput item = Objects.requireNonNull(input.items);
      slots.setItems(new ListPieces(value, items, item, input.indexed));
      return null;
    }
  }
}
