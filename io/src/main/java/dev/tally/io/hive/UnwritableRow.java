package dev.tally.io.hive;

import com.google.auto.value.AutoValue;
import com.google.common.base.Ascii;
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

/** A row that {@link HiveIO} can never write, with the rule that it breaks. */
@AutoValue
public abstract class UnwritableRow {
  /**
   * The rules that a row can break. The coder writes the names: constants may be added, never
   * renamed.
   */
  public enum Reason {
    /** The function of a partition column failed for this row. */
    PARTITION_FUNCTION,
    /**
     * A value cannot be a partition value, e.g. because it is too long for a directory name, or
     * reserved by Hive.
     */
    PARTITION_VALUE,
    /** A value does not fit its column, e.g. a decimal with too many digits. */
    COLUMN_VALUE
  }

  /**
   * The maximum length of a detail in characters. It may contain the message of an exception of the
   * caller's code, of any length, and the coder can only write 64 KiB.
   */
  private static final int MOST_CHARACTERS = 1_000;

  static UnwritableRow of(Row row, Reason reason, String detail) {
    return new AutoValue_UnwritableRow(row, reason, Ascii.truncate(detail, MOST_CHARACTERS, "…"));
  }

  /** Returns the row as it was passed to the write. */
  public abstract Row getRow();

  /** Returns the rule that the row breaks. */
  public abstract Reason getReason();

  /**
   * Returns an explanation: the column and what is wrong with its value. At most 1,000 characters;
   * a longer text is truncated.
   */
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
            "UnwritableRow has layout version %d, but this build reads version %d"
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
