package dev.tally.transforms.format;

import dev.tally.transforms.format.FieldPath.Scope;
import dev.tally.transforms.format.Setting.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the paths of a mapping and checks that each can have a value. */
final class PathReader {
  private final MappingProblems problems;
  private final PathSlots slots;
  private final List<String> columns;
  private final boolean split;

  /**
   * Creates a reader.
   *
   * @param columns the names of the columns, if the inputs are lines of them; otherwise empty
   * @param split whether a list of the input is split
   */
  PathReader(MappingProblems problems, PathSlots slots, List<String> columns, boolean split) {
    this.problems = problems;
    this.slots = slots;
    this.columns = columns;
    this.split = split;
  }

  /** Returns the slot of a path; if the text is no path, reports it and returns 0. */
  int slotOf(Text text) {
    FieldPath path = columns.isEmpty() ? path(text) : column(text);
    return path == null ? 0 : slots.of(path, text.line());
  }

  private @Nullable FieldPath path(Text text) {
    try {
      FieldPath path = FieldPath.parse(text.isNull() ? "" : text.value());
      problems.require(
          split || path.scope() == Scope.ITEM,
          text.line(),
          "\"%s\" needs split: only a mapping that splits a list has items"
              .formatted(text.value()));
      return path;
    } catch (IllegalArgumentException e) {
      problems.add(text.line(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable FieldPath column(Text text) {
    if (columns.contains(text.value())) {
      return columnPath(text.value());
    }
    problems.add(
        text.line(),
        "\"%s\" is not a column: use one of %s"
            .formatted(text.value(), String.join(", ", columns)));
    return null;
  }

  /** Returns the path of a column, whose name may contain any character. */
  static FieldPath columnPath(String name) {
    return new FieldPath(name, Scope.ITEM, List.of(name));
  }
}
