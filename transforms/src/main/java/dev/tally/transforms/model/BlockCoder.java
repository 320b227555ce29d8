package dev.tally.transforms.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.util.VarInt;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a list of elements as one array of bytes, so that the stream of a shuffle, whose every
 * call is expensive, receives one write per list and not one per byte.
 *
 * <p>Layout: the number of elements, the length of the elements in bytes, and the elements by their
 * own coder.
 *
 * @param <T> the type of the elements
 */
public final class BlockCoder<T> extends StructuredCoder<List<T>> {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 512;
  private static final int USUAL_CAPACITY = 64 << 10;

  /** The most bytes that are allocated at once before any of them was read. */
  private static final int LARGE = 16 << 20;

  private final Coder<T> elements;

  /**
   * The length of the last block, at most the usual capacity: the next one is about as long.
   * Threads may overwrite it.
   */
  private transient int expectedLength;

  private BlockCoder(Coder<T> elements) {
    this.elements = elements;
  }

  public static <T> BlockCoder<T> of(Coder<T> elements) {
    return new BlockCoder<>(elements);
  }

  @Override
  public void encode(@Nullable List<T> block, OutputStream out) throws IOException {
    if (block == null) {
      throw new CoderException("BlockCoder cannot encode null");
    }
    ByteSink bytes = new ByteSink(Math.max(FIRST_CAPACITY, expectedLength + expectedLength / 8));
    for (T element : block) {
      elements.encode(element, bytes);
    }
    VarInt.encode(block.size(), out);
    expectedLength = Math.min(bytes.size(), USUAL_CAPACITY);
    VarInt.encode(bytes.size(), out);
    bytes.writeTo(out);
  }

  @Override
  public List<T> decode(InputStream in) throws IOException {
    int size = VarInt.decodeInt(in);
    int length = VarInt.decodeInt(in);
    if (size < 0 || length < 0) {
      throw new CoderException(
          "a block must not have %d elements of %d bytes".formatted(size, length));
    }
    ByteSource source = new ByteSource(bytes(length, in));
    List<T> block = new ArrayList<>(Math.min(size, length));
    for (int i = 0; i < size; i++) {
      block.add(elements.decode(source));
    }
    return block;
  }

  /** Reads the bytes of a block; a length that is damaged must not exhaust the memory. */
  private static byte[] bytes(int length, InputStream in) throws IOException {
    byte[] bytes = length > LARGE ? in.readNBytes(length) : new byte[length];
    int read = length > LARGE ? bytes.length : in.readNBytes(bytes, 0, length);
    if (read < length) {
      throw new EOFException("the bytes of a block end too early");
    }
    return bytes;
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(elements);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    elements.verifyDeterministic();
  }

  @Override
  public boolean consistentWithEquals() {
    return elements.consistentWithEquals();
  }
}
