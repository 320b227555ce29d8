package dev.tally.transforms.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a {@link Received}.
 *
 * <p>Layout 1: the version byte, the value by its own coder, the record by {@link RawRecordCoder}.
 *
 * @param <T> the type of the decoded value
 */
public final class ReceivedCoder<T> extends StructuredCoder<Received<T>> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;

  private final Coder<T> values;

  private ReceivedCoder(Coder<T> values) {
    this.values = values;
  }

  public static <T> ReceivedCoder<T> of(Coder<T> values) {
    return new ReceivedCoder<>(values);
  }

  @Override
  public void encode(@Nullable Received<T> received, OutputStream out) throws IOException {
    if (received == null) {
      throw new CoderException("ReceivedCoder cannot encode null");
    }
    out.write(VERSION);
    values.encode(received.getValue(), out);
    RawRecordCoder.of().encode(received.getRecord(), out);
  }

  @Override
  public Received<T> decode(InputStream in) throws IOException {
    int found = VersionedCoder.readByte(in);
    if (found != VERSION) {
      throw new CoderException(
          ("ReceivedCoder reads layout version 1 but found version %d: these bytes were written by"
                  + " another build of Tally")
              .formatted(found));
    }
    return Received.of(values.decode(in), RawRecordCoder.of().decode(in));
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(values);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    values.verifyDeterministic();
  }

  @Override
  public boolean consistentWithEquals() {
    return values.consistentWithEquals();
  }
}
