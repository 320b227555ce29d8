package dev.tally.operate;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of events: a value a line, or, if its name ends in {@code .tsv} or {@code .tsv.gz}, broker
 * time in epoch ms, TAB, value. Values are bytes, taken as they are.
 */
public final class EventFile implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private final Path file;
  private final boolean timed;
  private final InputStream in;
  private long lines;
  private long lastTime = Long.MIN_VALUE;

  private EventFile(Path file, boolean timed, InputStream in) {
    this.file = file;
    this.timed = timed;
    this.in = in;
  }

  /** Opens a file, unpacking it if its name ends in {@code .gz}. */
  public static EventFile open(Path file) throws IOException {
    String name = file.getFileName().toString();
    InputStream raw = Files.newInputStream(file);
    InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
    return new EventFile(file, isTimed(file), new BufferedInputStream(in, BUFFER_BYTES));
  }

  /** True if the lines of the file carry their broker time. */
  public static boolean isTimed(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".tsv") || name.endsWith(".tsv.gz");
  }

  /**
   * A line.
   *
   * @param brokerTime epoch ms; null where the file has none
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Line(@Nullable Long brokerTime, byte[] value) {}

  /**
   * The next line, null at the end.
   *
   * @throws IOException if the line has no valid broker time, or an earlier one than the line
   *     before
   */
  public @Nullable Line next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      bytes.write(b);
      b = in.read();
    }
    lines++;
    return timed ? split(bytes.toByteArray()) : new Line(null, bytes.toByteArray());
  }

  private Line split(byte[] line) throws IOException {
    int tab = 0;
    while (tab < line.length && line[tab] != '\t') {
      tab++;
    }
    long time = time(line, tab);
    if (time < lastTime) {
      throw new IOException(
          "%s line %d: broker time %d is earlier than %d before it; sort the file by its first column"
              .formatted(file, lines, time, lastTime));
    }
    lastTime = time;
    return new Line(time, Arrays.copyOfRange(line, tab + 1, line.length));
  }

  private long time(byte[] line, int tab) throws IOException {
    String text = new String(line, 0, Math.min(tab, 20), StandardCharsets.US_ASCII);
    try {
      if (tab == line.length) {
        throw new NumberFormatException();
      }
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          "%s line %d: a line of a .tsv is broker time in epoch ms, TAB, value; it starts with '%s'"
              .formatted(file, lines, text),
          e);
    }
  }

  /** The broker time of the last line read. */
  public long lastTime() {
    return lastTime;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
