package dev.tally.io;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * The base class of coders that write a layout version byte followed by a few fields. Savepoints
 * outlive builds, and no runner checks which build wrote them, so the version byte lets a decoder
 * reject a layout it does not know. The IOs use it for their own records.
 *
 * <p>Errors: {@link CoderException} for another version, {@link java.io.EOFException} for bytes
 * that end early.
 *
 * @param <T> the type encoded
 */
public abstract class FieldsCoder<T> extends AtomicCoder<T> {
  private static final long serialVersionUID = 1L;

  private final int version;

  /** Creates a coder for the layout with this version number, from 1 to 127. */
  protected FieldsCoder(int version) {
    this.version = version;
  }

  /** Writes the fields of a value, in their fixed order. */
  protected abstract void write(T value, DataOutput out) throws IOException;

  /** Reads the fields of a value, in their fixed order. */
  protected abstract T read(DataInput in) throws IOException;

  @Override
  public final void encode(T value, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeByte(version);
    write(value, out);
  }

  @Override
  public final T decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int found = in.readUnsignedByte();
    if (found != version) {
      throw new CoderException(
          String.format(
              "%s reads layout version %d but found %d: these bytes were written by another build",
              getClass().getSimpleName(), version, found));
    }
    return read(in);
  }
}
