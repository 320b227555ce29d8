package dev.tally.truth.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a truth file of ad metrics; every error message names the file and the line. */
final class TruthCsv {
  private final BufferedReader lines;
  private int lineNumber;

  private TruthCsv(BufferedReader lines) {
    this.lines = lines;
  }

  static MetricsTable read(String file, BufferedReader lines) throws IOException {
    TruthCsv csv = new TruthCsv(lines);
    try {
      return csv.table();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 after line " + csv.lineNumber, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + ", line " + csv.lineNumber + ": " + e.getMessage(), e);
    }
  }

  private MetricsTable table() throws IOException {
    String header = nextLine();
    if (header == null) {
      throw new IllegalArgumentException("the file is empty; expected a header");
    }
    MetricsTable table = MetricsTable.of(Columns.ofHeader(header));
    for (String line = nextLine(); line != null; line = nextLine()) {
      int before = table.size();
      table.add(row(line, table.columns().order()));
      require(table.size() > before, "an earlier line has the same dimensions: '" + line + "'");
    }
    return table;
  }

  private @Nullable String nextLine() throws IOException {
    String line = lines.readLine();
    lineNumber++;
    return line;
  }

  private static MetricsRow row(String line, List<Object> order) {
    require(line.indexOf('"') < 0, "quotes are not supported: '" + line + "'");
    String[] cells = line.split(",", -1);
    require(
        cells.length == order.size(),
        "expected " + order.size() + " fields, found " + cells.length + ": '" + line + "'");
    Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
    Map<Measure, Long> measures = new EnumMap<>(Measure.class);
    for (int i = 0; i < cells.length; i++) {
      if (order.get(i) instanceof Dimension dimension) {
        dimensions.put(dimension, cells[i]);
      } else if (order.get(i) instanceof Measure measure) {
        measures.put(measure, count(measure, cells[i]));
      }
    }
    return new MetricsRow(dimensions, measures);
  }

  private static long count(Measure measure, String cell) {
    require(
        cell.matches("[0-9]{1,18}"),
        measure.column() + " must be a whole number, 0 or more, is '" + cell + "'");
    return Long.parseLong(cell);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
