package dev.tally.truth.compare;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The expected rows of ad metrics from a truth file.
 *
 * <p>Input: CSV in UTF-8 (compressed with gzip if the name ends in {@code .gz}). The header names
 * any of the {@link Dimension}s and at least one {@link Measure}, in any order. Each following line
 * is one row; no two rows have the same dimensions. Quoting is not supported.
 */
public final class Truth {
  private final MetricsTable table;

  private Truth(MetricsTable table) {
    this.table = table;
  }

  /**
   * Reads a truth file.
   *
   * @throws IllegalArgumentException if the file is malformed; the message names the file and the
   *     line
   */
  public static Truth read(Path file) throws IOException {
    try (BufferedReader lines = open(file)) {
      return new Truth(TruthCsv.read(file.toString(), lines));
    }
  }

  /** Opens a truth file; the reader throws an exception at bytes that are not UTF-8. */
  static BufferedReader open(Path file) throws IOException {
    InputStream raw = new FileInputStream(file.toFile());
    try {
      InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
      return new BufferedReader(
          new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Returns the number of expected rows. */
  public int rows() {
    return table.size();
  }

  /** Returns the dimensions, in the order of the header. */
  public List<Dimension> dimensions() {
    return table.columns().dimensions();
  }

  /** Returns the measures, in the order of the header. */
  public List<Measure> measures() {
    return table.columns().measures();
  }

  /** Returns the sum of a measure over all rows. */
  public long total(Measure measure) {
    int column = measures().indexOf(measure);
    if (column < 0) {
      throw new IllegalArgumentException("the truth file has no column " + measure.column());
    }
    long total = 0;
    for (int row = 0; row < rows(); row++) {
      total = Math.addExact(total, table.sums(row)[column]);
    }
    return total;
  }

  /** Passes each row to an action, in the order of the file. */
  public void forEach(Consumer<MetricsRow> action) {
    for (int row = 0; row < rows(); row++) {
      action.accept(table.row(row));
    }
  }

  MetricsTable table() {
    return table;
  }
}
