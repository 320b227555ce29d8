package dev.tally.truth.compare;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of a truth file.
 *
 * @param dimensions the dimensions in the order of the header
 * @param measures the measures in the order of the header
 * @param order all columns in the order of the header
 */
record Columns(List<Dimension> dimensions, List<Measure> measures, List<Object> order) {

  /**
   * Parses a header.
   *
   * @throws IllegalArgumentException if it names a column twice, an unknown column, or no measure
   */
  static Columns ofHeader(String header) {
    Map<String, Object> known = new HashMap<>();
    Arrays.stream(Dimension.values())
        .forEach(dimension -> known.put(dimension.column(), dimension));
    Arrays.stream(Measure.values()).forEach(measure -> known.put(measure.column(), measure));
    List<String> names = List.of(header.split(",", -1));
    require(new HashSet<>(names).size() == names.size(), "the header names a column twice", header);
    require(
        known.keySet().containsAll(names),
        "the header names an unknown column; known are " + allNames(),
        header);
    List<Object> order = names.stream().<Object>map(known::get).toList();
    Columns columns = new Columns(only(order, Dimension.class), only(order, Measure.class), order);
    require(!columns.measures().isEmpty(), "the header names no measure", header);
    return columns;
  }

  private static <T> List<T> only(List<Object> order, Class<T> type) {
    return order.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static String allNames() {
    return Stream.concat(
            Arrays.stream(Dimension.values()).map(Dimension::column),
            Arrays.stream(Measure.values()).map(Measure::column))
        .collect(Collectors.joining(","));
  }

  private static void require(boolean holds, String problem, String header) {
    if (!holds) {
      throw new IllegalArgumentException(problem + ": '" + header + "'");
    }
  }
}
