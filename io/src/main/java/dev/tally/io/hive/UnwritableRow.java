package dev.tally.io.hive;

import com.google.auto.value.AutoValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.values.Row;

/** A row that {@link HiveIO} can never write, with the rule that it broke. */
@AutoValue
public abstract class UnwritableRow {
  /** Which rule a row broke. Names are part of the coder: add, never rename. */
  public enum Reason {
    /** The function of a partition column failed for this row. */
    PARTITION_FUNCTION,
    /** A value cannot be a partition: too long for a directory's name, or reserved by Hive. */
    PARTITION_VALUE,
    /** A value does not fit its column, such as a decimal with too many digits. */
    COLUMN_VALUE
  }

  static UnwritableRow of(Row row, Reason reason, String detail) {
    return new AutoValue_UnwritableRow(row, reason, detail);
  }

  /** The row as it was given. */
  public abstract Row getRow();

  public abstract Reason getReason();

  /** The column and what is wrong with its value, in words. */
  public abstract String getDetail();

  /** Layout: a version byte, the reason's name, the detail, the row. */
  static final class UnwritableRowCoder extends StructuredCoder<UnwritableRow> {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;
    private final Coder<Row> rows;

    UnwritableRowCoder(Coder<Row> rows) {
      this.rows = rows;
    }

    @Override
    public void encode(UnwritableRow value, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      out.writeByte(VERSION);
      out.writeUTF(value.getReason().name());
      out.writeUTF(value.getDetail());
      rows.encode(value.getRow(), stream);
    }

    @Override
    public UnwritableRow decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new CoderException(
            "UnwritableRow has layout version %d, and this build reads %d"
                .formatted(version, VERSION));
      }
      Reason reason = Reason.valueOf(in.readUTF());
      String detail = in.readUTF();
      return of(rows.decode(stream), reason, detail);
    }

    @Override
    public List<? extends Coder<?>> getCoderArguments() {
      return List.of(rows);
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      verifyDeterministic(this, "rows", rows);
    }
  }
}
