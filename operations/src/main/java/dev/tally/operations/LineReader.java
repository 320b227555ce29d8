package dev.tally.operations;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file line by line as bytes, without the line feeds. A file whose name ends in {@code .gz}
 * is decompressed and may have several members.
 *
 * <p>Errors: {@link InvalidFile} for a line of more than {@value #MAX_LINE_BYTES} bytes and for a
 * {@code .gz} file that is truncated or damaged.
 */
final class LineReader implements Closeable {
  /** The largest record that a raw topic accepts. */
  static final int MAX_LINE_BYTES = 12 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int end;
  private long lines;

  private LineReader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static LineReader open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      boolean gzip = file.getFileName().toString().endsWith(".gz");
      return new LineReader(file, gzip ? new GZIPInputStream(raw, BUFFER_BYTES) : raw);
    } catch (ZipException e) {
      raw.close();
      throw InvalidFile.of(
          file,
          "the file name ends in .gz, but the file is not compressed with gzip. Rename it. Nothing was sent.");
    } catch (EOFException e) {
      raw.close();
      throw InvalidFile.of(
          file, "the .gz file is empty or truncated. Download it again. Nothing was sent.");
    }
  }

  /** Returns the next line, or null at the end of the file. */
  byte @Nullable [] next() throws IOException {
    if (next == end && !fill()) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    lines++;
    do {
      int start = next;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      line.write(buffer, start, next - start);
      requireFits(line.size());
      if (next < end) {
        next++;
        return line.toByteArray();
      }
    } while (fill());
    return line.toByteArray();
  }

  /** Returns the number of the last line read; numbers start at 1. */
  long lineNumber() {
    return lines;
  }

  private void requireFits(int bytes) {
    if (bytes > MAX_LINE_BYTES) {
      throw InvalidFile.at(
          file,
          lines,
          "the line is longer than %d bytes, the largest record of a raw topic. A file must have one JSON object per line."
              .formatted(MAX_LINE_BYTES));
    }
  }

  private boolean fill() throws IOException {
    try {
      end = Math.max(0, in.read(buffer));
    } catch (EOFException | ZipException e) {
      throw InvalidFile.at(file, lines, damaged());
    }
    next = 0;
    return end > 0;
  }

  private String damaged() {
    return ("the .gz file is truncated or damaged after %,d complete lines. Download the file again,"
            + " or keep the complete lines: gzip -dc %s 2>/dev/null | head -n %d > complete-lines.%s")
        .formatted(
            Math.max(0, lines - 1),
            file,
            Math.max(0, lines - 1),
            EventFile.isTimed(file) ? "tsv" : "json");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
