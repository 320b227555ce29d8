package dev.tally.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.Longs;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code VersionedCoder} is a binary coder that writes the version of its layout as the first
 * byte. A build that reads bytes of another layout therefore fails with a clear error instead of
 * decoding garbage: savepoints outlive builds, and no runner checks the layout.
 *
 * <p>Layout: the version byte, then the fields in the order in which the subclass writes them.
 * Integers and instants (epoch milliseconds) are Beam variable-length integers; a string is its
 * length in bytes followed by its UTF-8 bytes; the sums of measures are their number followed by
 * each sum, without optional ones at the end that are 0, so that a build with more measures can
 * read them; a nullable field is preceded by a byte, 1 for present and 0 for null. Encoding is
 * deterministic and consistent with {@code equals}.
 *
 * <p>Limits: strings must be valid Unicode; an unpaired surrogate is lost (the decoder of wire
 * records rejects it).
 *
 * <p>Errors: {@link CoderException} for null, for an unknown version and for the code of a constant
 * that this build does not have; {@link EOFException} for bytes that end too early.
 *
 * @param <T> the encoded type, which must implement {@code equals}
 */
public abstract class VersionedCoder<T> extends AtomicCoder<T> {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 128;

  private final int version;

  /** Creates a coder for the layout with this version, from 1 to 127. */
  protected VersionedCoder(int version) {
    this.version = version;
  }

  /** Writes the fields of a value in the order of the layout. */
  protected abstract void write(T value, OutputStream out) throws IOException;

  /** Reads the fields of a value in the order of the layout. */
  protected abstract T read(InputStream in) throws IOException;

  @Override
  public final void encode(@Nullable T value, OutputStream out) throws IOException {
    if (value == null) {
      throw new CoderException(getClass().getSimpleName() + " cannot encode null");
    }
    if (out instanceof ByteSink) {
      out.write(version);
      write(value, out);
    } else {
      // A single write, because each write to the stream of a checkpoint passes several layers.
      ByteSink bytes = new ByteSink(FIRST_CAPACITY);
      encode(value, bytes);
      bytes.writeTo(out);
    }
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    int found = readByte(in);
    if (found != version) {
      throw new CoderException(
          String.format(
              "%s reads layout version %d but found version %d: these bytes were written by another"
                  + " build of Tally",
              getClass().getSimpleName(), version, found));
    }
    return read(in);
  }

  @Override
  public final boolean consistentWithEquals() {
    return true;
  }

  /**
   * Returns the exception for a code that this build does not recognize.
   *
   * @param what the constant and its code, for example {@code event type with the code 2}
   */
  protected final CoderException unknown(String what) {
    return new CoderException(
        String.format(
            "%s does not recognize the %s: these bytes were written by another build of Tally",
            getClass().getSimpleName(), what));
  }

  protected static void writeText(String text, OutputStream out) throws IOException {
    writeBytes(text.getBytes(UTF_8), out);
  }

  protected static String readText(InputStream in) throws IOException {
    if (in instanceof ByteSource source) {
      return source.readText(requireLength(source.readNumber()));
    }
    return new String(readBytes(in), UTF_8);
  }

  protected static void writeInstant(Instant instant, OutputStream out) throws IOException {
    writeNumber(instant.getMillis(), out);
  }

  protected static Instant readInstant(InputStream in) throws IOException {
    return Instant.ofEpochMilli(readNumber(in));
  }

  /** Writes a variable-length integer; a small one is short. */
  protected static void writeNumber(long number, OutputStream out) throws IOException {
    if (out instanceof ByteSink sink) {
      sink.writeNumber(number);
    } else {
      VarInt.encode(number, out);
    }
  }

  protected static long readNumber(InputStream in) throws IOException {
    return in instanceof ByteSource source ? source.readNumber() : VarInt.decodeLong(in);
  }

  protected static void writeSums(MeasureSums sums, OutputStream out) throws IOException {
    long[] values = sums.toArray();
    int length = sums.encodedLength();
    writeNumber(length, out);
    for (int i = 0; i < length; i++) {
      writeNumber(values[i], out);
    }
  }

  protected final MeasureSums readSums(InputStream in) throws IOException {
    long length = readNumber(in);
    if (length < 0 || length > MetricMeasure.values().length) {
      throw unknown(
          "list of %d measures, because it has only %d"
              .formatted(length, MetricMeasure.values().length));
    }
    long[] values = new long[(int) length];
    for (int i = 0; i < length; i++) {
      values[i] = readNumber(in);
    }
    return MeasureSums.of(values);
  }

  /** Reads the code of an {@link EventType}. */
  protected final EventType readEventType(InputStream in) throws IOException {
    return eventType(readByte(in));
  }

  /** Returns the {@link EventType} with this code. */
  protected final EventType eventType(int code) throws IOException {
    EventType type = EventType.ofCode(code);
    if (type == null) {
      throw unknown("event type with the code " + code);
    }
    return type;
  }

  protected static void writeBytes(byte[] bytes, OutputStream out) throws IOException {
    writeNumber(bytes.length, out);
    out.write(bytes);
  }

  protected static byte[] readBytes(InputStream in) throws IOException {
    return readExactly(requireLength(readNumber(in)), in);
  }

  protected static void writeFixedLong(long number, OutputStream out) throws IOException {
    // A single write, because each write to the stream of a checkpoint acquires its lock.
    out.write(Longs.toByteArray(number));
  }

  protected static long readFixedLong(InputStream in) throws IOException {
    return Longs.fromByteArray(readExactly(Long.BYTES, in));
  }

  protected static int readByte(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the bytes of a value end too early");
    }
    return next;
  }

  private static int requireLength(long length) throws CoderException {
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new CoderException("a length must be from 0 to 2^31 - 1, is " + length);
    }
    return (int) length;
  }

  private static byte[] readExactly(int length, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the bytes of a value end too early");
    }
    return bytes;
  }
}
