package dev.tally.transforms.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tally.transforms.format.ListPieces.SplitList;
import dev.tally.transforms.format.Slots.Kind;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects in one pass, without a tree of the whole object: values to which the mapping
 * does not refer are skipped.
 *
 * <p>Errors: malformed JSON, more data after the object, nesting over the limit and a value to
 * which the mapping refers that is there twice are rejected as {@code NOT_JSON}.
 *
 * @param split how a list of the object is split; null if none is
 */
record JsonInput(Shape shape, @Nullable SplitList split) implements TextFormat {
  private static final int MAX_LONG_LENGTH = 20;

  @Override
  public @Nullable Rejection read(String text, Slots slots) {
    try (JsonParser parser = StrictJson.parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return notJson("another JSON type or nothing");
      }
      Rejection rejection = new Pass(this, text, parser, slots).object(shape);
      return rejection == null && parser.nextToken() != null
          ? notJson("more data after the object")
          : rejection;
    } catch (JsonProcessingException broken) {
      return notJson("malformed JSON or nesting deeper than " + StrictJson.MAX_DEPTH);
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory cannot fail", impossible);
    }
  }

  private static Rejection notJson(String found) {
    return new Rejection(Reason.NOT_JSON, "expected one JSON object, found " + found);
  }

  /** One pass over an input. */
  private static final class Pass {
    private final JsonInput input;
    private final String text;
    private final JsonParser parser;
    private final Slots slots;

    /** Whether the value of a node was read, by the node's number. */
    private final boolean[] seen;

    Pass(JsonInput input, String text, JsonParser parser, Slots slots) {
      this.input = input;
      this.text = text;
      this.parser = parser;
      this.slots = slots;
      this.seen = new boolean[input.shape.size()];
    }

    @Nullable Rejection object(Shape shape) throws IOException {
      int next = 0;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        int index = shape.indexOf(parser.currentName(), next);
        JsonToken token = parser.nextToken();
        if (index == Shape.NONE) {
          parser.skipChildren();
          continue;
        }
        next = index + 1;
        Shape child = shape.child(index);
        if (seen[child.id()]) {
          return notJson("the field " + shape.name(index) + " twice");
        }
        seen[child.id()] = true;
        Rejection rejection = value(child, token);
        if (rejection != null) {
          return rejection;
        }
      }
      return null;
    }

    private @Nullable Rejection value(Shape shape, @Nullable JsonToken token) throws IOException {
      if (shape.slot() != Shape.NONE) {
        capture(shape.slot(), token);
      }
      if (token == JsonToken.START_ARRAY) {
        return shape.isSplit() ? items() : array(shape);
      }
      if (token == JsonToken.START_OBJECT) {
        if (shape.hasChildren()) {
          return object(shape);
        }
        parser.skipChildren();
      }
      return null;
    }

    private void capture(int slot, @Nullable JsonToken token) throws IOException {
      switch (token == null ? JsonToken.NOT_AVAILABLE : token) {
        case VALUE_STRING -> slots.setText(slot, Kind.TEXT, parser.getText());
        case VALUE_NUMBER_INT -> integer(slot);
        case VALUE_NUMBER_FLOAT -> slots.setText(slot, Kind.DECIMAL, parser.getText());
        case VALUE_TRUE -> slots.setFlag(slot, true);
        case VALUE_FALSE -> slots.setFlag(slot, false);
        case VALUE_NULL -> slots.set(slot, Kind.NULL);
        default -> slots.set(slot, Kind.NESTED);
      }
    }

    private void integer(int slot) throws IOException {
      if (parser.getTextLength() > MAX_LONG_LENGTH
          || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        slots.setText(slot, Kind.DECIMAL, parser.getText());
      } else {
        slots.setInteger(slot, parser.getLongValue());
      }
    }

    private @Nullable Rejection array(Shape shape) throws IOException {
      if (!shape.hasElements()) {
        parser.skipChildren();
        return null;
      }
      for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
        Shape element = shape.elementAt(index);
        if (element == null) {
          parser.skipChildren();
        } else {
          Rejection rejection = value(element, parser.currentToken());
          if (rejection != null) {
            return rejection;
          }
        }
      }
      return null;
    }

    /** Notes where the items of the list are; they are read later, one at a time. */
    private @Nullable Rejection items() throws IOException {
      List<ItemRange> items = new ArrayList<>();
      int index = 0;
      for (; parser.nextToken() != JsonToken.END_ARRAY; index++) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        if (!object && parser.currentToken() != JsonToken.VALUE_NULL) {
          return new Rejection(
              Reason.WRONG_TYPE,
              "item " + index + " of the list that is split: expected an object");
        }
        parser.skipChildren();
        if (object) {
          items.add(new ItemRange(index, start, (int) parser.currentLocation().getCharOffset()));
        }
      }
      slots.setItems(new ListPieces(text, items, Objects.requireNonNull(input.split)));
      return null;
    }
  }
}
