package dev.tally.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.coders.CoderException;
import org.junit.jupiter.api.Test;

class FieldsCoderTest {
  /** A number and a text. */
  record Pair(long number, String text) {}

  private static final class PairCoder extends FieldsCoder<Pair> {
    private static final long serialVersionUID = 1L;

    PairCoder(int version) {
      super(version);
    }

    @Override
    protected void write(Pair pair, DataOutput out) throws IOException {
      out.writeLong(pair.number());
      out.writeUTF(pair.text());
    }

    @Override
    protected Pair read(DataInput in) throws IOException {
      return new Pair(in.readLong(), in.readUTF());
    }
  }

  private static byte[] encoded(int version, Pair... pairs) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Pair pair : pairs) {
      new PairCoder(version).encode(pair, out);
    }
    return out.toByteArray();
  }

  /** A runner writes values one after the other, so a coder must read no byte of the next one. */
  @Property
  void readsExactlyWhatItWrites(
      @ForAll long one,
      @ForAll String text,
      @ForAll long two,
      @ForAll @IntRange(min = 1, max = 127) int version)
      throws IOException {
    Pair first = new Pair(one, text);
    Pair second = new Pair(two, text + text);
    ByteArrayInputStream in = new ByteArrayInputStream(encoded(version, first, second));
    PairCoder coder = new PairCoder(version);
    assertThat(coder.decode(in)).isEqualTo(first);
    assertThat(coder.decode(in)).isEqualTo(second);
    assertThat(in.available()).isZero();
  }

  @Property
  void rejectsTheBytesOfAnyOtherVersion(
      @ForAll @IntRange(min = 1, max = 127) int written,
      @ForAll @IntRange(min = 1, max = 127) int reads)
      throws IOException {
    byte[] bytes = encoded(written, new Pair(1, "a"));
    PairCoder coder = new PairCoder(reads);
    if (written == reads) {
      assertThat(coder.decode(new ByteArrayInputStream(bytes))).isEqualTo(new Pair(1, "a"));
    } else {
      assertThatThrownBy(() -> coder.decode(new ByteArrayInputStream(bytes)))
          .isInstanceOf(CoderException.class)
          .hasMessage(
              "PairCoder reads layout version %d but found %d: these bytes were written by another build",
              reads, written);
    }
  }

  @Test
  void rejectsBytesThatEndEarly() throws IOException {
    byte[] whole = encoded(1, new Pair(7, "ab"));
    assertThat(whole[0]).isEqualTo((byte) 1);
    for (int length = 0; length < whole.length; length++) {
      ByteArrayInputStream part = new ByteArrayInputStream(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> new PairCoder(1).decode(part)).isInstanceOf(EOFException.class);
    }
  }
}
