package dev.tally.operations;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of events line by line. A line is a value or, if the file name ends in {@code .tsv}
 * or {@code .tsv.gz}, the broker time in epoch ms, TAB, value. The bytes of a value are not
 * changed. Blank lines and a UTF-8 byte order mark at the start of a line are skipped.
 *
 * <p>Errors: {@link InvalidFile}, as described at {@link LineReader} and {@link #next}.
 */
public final class EventFile implements Closeable {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int SHOWN_CHARACTERS = 20;

  private final Path file;
  private final boolean timed;
  private final LineReader in;
  private long blankLines;
  private long firstBlankLine;
  private long lastTime = Long.MIN_VALUE;

  private EventFile(Path file, LineReader in) {
    this.file = file;
    this.timed = isTimed(file);
    this.in = in;
  }

  /** Opens a file and decompresses it if its name ends in {@code .gz}. */
  public static EventFile open(Path file) throws IOException {
    return new EventFile(file, LineReader.open(file));
  }

  /** Returns true if each line of the file has a broker time. */
  public static boolean isTimed(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".tsv") || name.endsWith(".tsv.gz");
  }

  /**
   * A line of the file.
   *
   * @param number number of the line, starting at 1; blank lines count
   * @param brokerTime epoch ms; null if the file has no broker times
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Line(long number, @Nullable Long brokerTime, byte[] value) {}

  /**
   * Returns the next line that is not blank, or null at the end of the file.
   *
   * @throws InvalidFile if the line has no valid broker time, or an earlier one than the previous
   *     line
   */
  public @Nullable Line next() throws IOException {
    for (byte[] bytes = in.next(); bytes != null; bytes = in.next()) {
      byte[] line = withoutByteOrderMark(bytes);
      if (!isBlank(line)) {
        return timed ? split(line) : new Line(in.lineNumber(), null, line);
      }
      blankLines++;
      firstBlankLine = firstBlankLine == 0 ? in.lineNumber() : firstBlankLine;
    }
    return null;
  }

  private static byte[] withoutByteOrderMark(byte[] line) {
    int mark = BYTE_ORDER_MARK.length;
    return line.length >= mark && Arrays.equals(line, 0, mark, BYTE_ORDER_MARK, 0, mark)
        ? Arrays.copyOfRange(line, mark, line.length)
        : line;
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private Line split(byte[] line) {
    int tab = 0;
    while (tab < line.length && line[tab] != '\t') {
      tab++;
    }
    long time = time(line, tab);
    if (time < lastTime) {
      throw InvalidFile.at(
          file,
          in.lineNumber(),
          "broker time %d is earlier than %d in the line before; sort the file by its first column: sort -s -n -k1,1"
              .formatted(time, lastTime));
    }
    lastTime = time;
    return new Line(in.lineNumber(), time, Arrays.copyOfRange(line, tab + 1, line.length));
  }

  private long time(byte[] line, int tab) {
    String text = new String(line, 0, Math.min(tab, SHOWN_CHARACTERS), StandardCharsets.ISO_8859_1);
    try {
      if (tab < line.length) {
        return checked(Long.parseLong(text));
      }
    } catch (NumberFormatException e) {
      throw noTime(text);
    }
    throw noTime(text);
  }

  private long checked(long time) {
    if (time < 0) {
      throw InvalidFile.at(
          file,
          in.lineNumber(),
          "broker time %d is negative, and Kafka supports no times before 1970. Add an offset to the first column and to the times in the values."
              .formatted(time));
    }
    return time;
  }

  private InvalidFile noTime(String text) {
    return InvalidFile.at(
        file,
        in.lineNumber(),
        ("a line of a .tsv file must be broker time in epoch ms, TAB, value, but this one starts with"
                + " '%s'. If the file has one JSON object per line, name it .json; docs/files.md shows"
                + " how to convert other formats.")
            .formatted(text));
  }

  /** Returns the number of blank lines skipped so far. */
  public long blankLines() {
    return blankLines;
  }

  /** Returns the number of the first blank line, or 0 if there was none so far. */
  public long firstBlankLine() {
    return firstBlankLine;
  }

  /** Returns the broker time of the last line read, or {@link Long#MIN_VALUE} if there is none. */
  public long lastTime() {
    return lastTime;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
