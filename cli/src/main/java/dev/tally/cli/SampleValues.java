package dev.tally.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.io.BaseEncoding;
import dev.tally.operations.EventFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the values of a file with which a mapping is checked. */
final class SampleValues {
  private final Path file;
  private final Action action;

  private SampleValues(Path file, Action action) {
    this.file = file;
    this.action = action;
  }

  /** Receives the values. */
  interface Action {
    /**
     * Receives a value.
     *
     * @param number the number of the line, or of the value, from 1
     * @param brokerTime the broker time of the value; 1970 if the file has none
     */
    void accept(long number, Instant brokerTime, byte @Nullable [] value);
  }

  /** Reads the lines of a file, each of which is a value or a broker time, TAB, value. */
  static void ofText(Path file, Action action) throws IOException {
    try (EventFile events = EventFile.open(file)) {
      for (EventFile.Line line = events.next(); line != null; line = events.next()) {
        Long time = line.brokerTime();
        Instant brokerTime = time == null ? Instant.EPOCH : Instant.ofEpochMilli(time);
        action.accept(line.number(), brokerTime, line.value());
      }
    }
  }

  /**
   * Reads values that are no texts. The name of the file determines how: {@code .base64} and {@code
   * .hex} have a value per line, {@code .lengths} has the length of each value in front of it (4
   * bytes, big-endian, -1 for null), and any other file is one value.
   *
   * @throws IllegalArgumentException if the file does not have this form
   */
  static void ofBinary(Path file, Action action) throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    SampleValues values = new SampleValues(file, action);
    if (name.endsWith(".base64")) {
      values.lines(line -> Base64.getDecoder().decode(line));
    } else if (name.endsWith(".hex")) {
      values.lines(line -> BaseEncoding.base16().ignoreCase().decode(line));
    } else if (name.endsWith(".lengths")) {
      values.withLengths();
    } else {
      action.accept(1, Instant.EPOCH, Files.readAllBytes(file));
    }
  }

  /** Decodes a line. */
  private interface LineDecoder {
    byte[] decode(String line);
  }

  private void lines(LineDecoder decoder) throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(file, ISO_8859_1)) {
      number++;
      if (!line.isBlank()) {
        action.accept(number, Instant.EPOCH, decoded(decoder, line.strip(), number));
      }
    }
  }

  private byte[] decoded(LineDecoder decoder, String line, int number) {
    try {
      return decoder.decode(line);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s:%d: expected a value in the encoding that the name of the file states: %s"
              .formatted(file, number, e.getMessage()),
          e);
    }
  }

  private void withLengths() throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (long number = 1; in.available() > 0; number++) {
        int length = in.readInt();
        byte[] value = length < 0 ? null : in.readNBytes(length);
        if (length < -1 || (value != null && value.length < length)) {
          throw new EOFException();
        }
        action.accept(number, Instant.EPOCH, value);
      }
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          "%s: expected the length of each value in front of it, in 4 bytes: kcat -f '%%R%%s'"
              .formatted(file),
          e);
    }
  }
}
