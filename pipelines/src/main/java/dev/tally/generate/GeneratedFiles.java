package dev.tally.generate;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Generates a plan into three files, or into six if it has orders, side by side.
 *
 * <ul>
 *   <li>{@code name.tsv} or {@code name.tsv.gz}: a line is the broker time in epoch ms, never
 *       falling, TAB, the value's bytes, LF. A value contains no LF; it may be no UTF-8.
 *   <li>{@code name.truth.csv}: one line for each row that must come out, sorted.
 *   <li>{@code name.orders.tsv} and {@code name.campaigns.tsv}, or {@code .tsv.gz}: the same of
 *       orders and of versions of campaigns.
 *   <li>{@code name.orders.truth.csv}: one line for each order, sorted by order id.
 *   <li>{@code name.summary.json}: the totals, the seed and the options.
 * </ul>
 *
 * <p>The same plan gives the same bytes on any machine; of a gzip file, the same bytes inside.
 *
 * <p>Delivery: each file is written under another name and moved into place, the summary last:
 * where it stands, the others are whole.
 */
public final class GeneratedFiles {
  private static final int LINES_PER_PROGRESS = 65_536;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path events;
  private final String name;
  private final String suffix;

  private GeneratedFiles(Path events) {
    this.events = events.toAbsolutePath();
    String file = String.valueOf(events.getFileName());
    if (!file.matches(".+\\.tsv(\\.gz)?")) {
      throw new IllegalArgumentException(
          "The file of events must end in .tsv or .tsv.gz, is " + events);
    }
    name = file.replaceFirst("\\.tsv(\\.gz)?$", "");
    suffix = file.substring(name.length());
  }

  /** The files of this name; {@code events} ends in {@code .tsv} or {@code .tsv.gz}. */
  public static GeneratedFiles at(Path events) {
    return new GeneratedFiles(events);
  }

  /** The lines. */
  public Path events() {
    return events;
  }

  /** The rows that must come out. */
  public Path truth() {
    return events.resolveSibling(name + ".truth.csv");
  }

  /** The totals. */
  public Path summary() {
    return events.resolveSibling(name + ".summary.json");
  }

  /** The lines of orders. */
  public Path orders() {
    return events.resolveSibling(name + ".orders" + suffix);
  }

  /** The lines of campaigns. */
  public Path campaigns() {
    return events.resolveSibling(name + ".campaigns" + suffix);
  }

  /** What must become of the orders. */
  public Path ordersTruth() {
    return events.resolveSibling(name + ".orders.truth.csv");
  }

  /** Writes the files, in the place of any that stand there; progress is lines of events so far. */
  public Summary write(Plan plan, LongConsumer progress) throws IOException {
    Files.createDirectories(events.resolveSibling(""));
    for (Path old : List.of(summary(), orders(), campaigns(), ordersTruth())) {
      Files.deleteIfExists(old);
    }
    Generator.Generated generated =
        writeLines(events, progress, lines -> Generator.generate(plan, lines));
    writeText(truth(), generated.truth()::writeTo);
    if (generated.orders() != null) {
      write(generated.orders());
    }
    writeText(summary(), text -> text.append(SummaryJson.text(generated.summary())));
    return generated.summary();
  }

  private void write(OrderGenerator generated) throws IOException {
    writeLines(campaigns(), lines -> {}, generated::writeCampaigns);
    writeLines(orders(), lines -> {}, generated::writeOrders);
    writeText(ordersTruth(), generated.truth()::writeTo);
  }

  private interface Writing<T> {
    T to(Generator.Lines lines) throws IOException;
  }

  private static <T> T writeLines(Path file, LongConsumer progress, Writing<T> writing)
      throws IOException {
    Path part = part(file);
    T written;
    try (OutputStream out = open(file, part)) {
      written = writing.to(new TsvLines(out, progress));
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    return written;
  }

  private static OutputStream open(Path file, Path part) throws IOException {
    OutputStream out = Files.newOutputStream(part);
    return file.toString().endsWith(".gz")
        ? new BufferedOutputStream(new FastGzip(out), BUFFER_BYTES)
        : new BufferedOutputStream(out, BUFFER_BYTES);
  }

  private interface Text {
    void writeTo(Appendable text) throws IOException;
  }

  private static void writeText(Path file, Text text) throws IOException {
    Path part = part(file);
    try (BufferedWriter writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
      text.writeTo(writer);
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private static final class TsvLines implements Generator.Lines {
    private final OutputStream out;
    private final LongConsumer progress;
    private long lines;

    TsvLines(OutputStream out, LongConsumer progress) {
      this.out = out;
      this.progress = progress;
    }

    @Override
    public void accept(long brokerTimeMs, byte[] value) throws IOException {
      out.write(Long.toString(brokerTimeMs).getBytes(StandardCharsets.US_ASCII));
      out.write('\t');
      out.write(value);
      out.write('\n');
      if (++lines % LINES_PER_PROGRESS == 0) {
        progress.accept(lines);
      }
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
