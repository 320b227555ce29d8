package dev.tally.truth.generate;

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
 * Writes the generated events of a plan and their expected results to three files, or to six files
 * if the plan has orders.
 *
 * <ul>
 *   <li>{@code name.tsv} or {@code name.tsv.gz}: a line is the broker time in epoch ms, never
 *       decreasing, TAB, the bytes of the value, LF. A value contains no LF; it may be invalid
 *       UTF-8.
 *   <li>{@code name.truth.csv}: one line per expected row, sorted.
 *   <li>{@code name.orders.tsv} and {@code name.campaigns.tsv}, or {@code .tsv.gz}: orders and
 *       campaign versions in the same format as the events.
 *   <li>{@code name.orders.truth.csv}: one line per order, sorted by order id.
 *   <li>{@code name.summary.json}: the totals, the seed and the options.
 * </ul>
 *
 * <p>The same plan produces the same bytes on any machine; for a gzip file, the same decompressed
 * bytes.
 *
 * <p>Delivery: each file is written under a temporary name and then renamed, the summary last. If
 * the summary exists, the other files are complete.
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
          "The name of the event file must end in .tsv or .tsv.gz, is " + events);
    }
    name = file.replaceFirst("\\.tsv(\\.gz)?$", "");
    suffix = file.substring(name.length());
  }

  /**
   * Returns the files next to this event file, whose name must end in {@code .tsv} or {@code
   * .tsv.gz}.
   */
  public static GeneratedFiles at(Path events) {
    return new GeneratedFiles(events);
  }

  /** Returns the path of the events. */
  public Path events() {
    return events;
  }

  /** Returns the path of the expected rows. */
  public Path truth() {
    return events.resolveSibling(name + ".truth.csv");
  }

  /** Returns the path of the totals. */
  public Path summary() {
    return events.resolveSibling(name + ".summary.json");
  }

  /** Returns the path of the orders. */
  public Path orders() {
    return events.resolveSibling(name + ".orders" + suffix);
  }

  /** Returns the path of the campaign versions. */
  public Path campaigns() {
    return events.resolveSibling(name + ".campaigns" + suffix);
  }

  /** Returns the path of the expected credits of the orders. */
  public Path ordersTruth() {
    return events.resolveSibling(name + ".orders.truth.csv");
  }

  /**
   * Writes the files and replaces existing ones; {@code progress} receives the number of event
   * lines written.
   */
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
    T to(Generator.LineOutput lines) throws IOException;
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

  private static final class TsvLines implements Generator.LineOutput {
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
