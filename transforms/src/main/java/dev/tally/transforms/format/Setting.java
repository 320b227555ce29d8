package dev.tally.transforms.format;

import java.util.List;
import java.util.Map;

/** A value in the file of a mapping, with the line on which it begins. */
sealed interface Setting {
  /** Returns the number of the line, from 1. */
  int line();

  /** Describes the value for use in a message. */
  String description();

  /**
   * A scalar; its text does not depend on whether it is quoted.
   *
   * @param isNull whether it is written without quotation marks as {@code null}, {@code ~} or
   *     nothing
   */
  record Text(int line, String value, boolean isNull) implements Setting {
    @Override
    public String description() {
      return isNull ? "nothing" : "a text";
    }
  }

  /** A list. */
  record Items(int line, List<Setting> values) implements Setting {
    @Override
    public String description() {
      return "a list";
    }
  }

  /**
   * Settings by key, in the order of the file.
   *
   * @param lines the line of each key
   */
  record Block(int line, Map<String, Setting> settings, Map<String, Integer> lines)
      implements Setting {
    @Override
    public String description() {
      return "a block of settings";
    }
  }
}
