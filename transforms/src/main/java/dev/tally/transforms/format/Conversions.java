package dev.tally.transforms.format;

import dev.tally.transforms.json.StrictJson;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversions that have no unit. */
final class Conversions {
  private static final List<EventType> EVENT_TYPES = List.of(EventType.values());

  private Conversions() {}

  /** Returns the event type with this number, which {@link AsEventType} has set. */
  static EventType eventType(long number) {
    return EVENT_TYPES.get((int) number);
  }

  /** Converts to a text; an integer becomes its decimal digits. */
  record AsText() implements Conversion {
    private static final Misfit WRONG_TYPE =
        new Misfit(Reason.WRONG_TYPE, "a string or an integer");
    private static final Misfit NOT_UNICODE =
        new Misfit(Reason.INVALID_UTF8, "valid Unicode, not an unpaired surrogate");

    @Override
    public @Nullable Misfit text(String text, Values out, int field) {
      out.setText(field, text);
      return StrictJson.isUnicode(text) ? null : NOT_UNICODE;
    }

    @Override
    public Misfit decimal(String number, Values out, int field) {
      return WRONG_TYPE;
    }

    @Override
    public Misfit flag(boolean flag, Values out, int field) {
      return WRONG_TYPE;
    }

    @Override
    public String expected() {
      return WRONG_TYPE.expected();
    }
  }

  /** Converts to the type of an event. */
  record AsEventType() implements Conversion {
    private static final Misfit UNKNOWN =
        new Misfit(Reason.UNKNOWN_EVENT_TYPE, "impression or click");

    @Override
    public @Nullable Misfit text(String text, Values out, int field) {
      EventType type = EventType.ofWireName(text);
      if (type == null) {
        return UNKNOWN;
      }
      out.setInteger(field, EVENT_TYPES.indexOf(type));
      return null;
    }

    @Override
    public String expected() {
      return UNKNOWN.expected();
    }
  }

  /** Converts to true or false. */
  record AsFlag() implements Conversion {
    private static final Misfit WRONG_TYPE = new Misfit(Reason.WRONG_TYPE, "true or false");

    @Override
    public @Nullable Misfit text(String text, Values out, int field) {
      if (!text.equals("true") && !text.equals("false")) {
        return WRONG_TYPE;
      }
      out.setInteger(field, text.equals("true") ? 1 : 0);
      return null;
    }

    @Override
    public @Nullable Misfit flag(boolean flag, Values out, int field) {
      out.setInteger(field, flag ? 1 : 0);
      return null;
    }

    @Override
    public String expected() {
      return WRONG_TYPE.expected();
    }
  }
}
