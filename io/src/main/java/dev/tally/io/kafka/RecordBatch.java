package dev.tally.io.kafka;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition, packed into one element so that a runner moves and keeps one
 * element instead of hundreds. A record batch without records carries a watermark, or nothing at
 * all, which only renews the {@link CommitMarker}.
 *
 * @param count the number of records
 * @param watermark epoch ms: the job emits no later record of the partition with a timestamp below
 *     it; {@link #NO_WATERMARK} if the record batch carries none
 * @param packed the records, in order: timestamp, key, value, headers
 * @param first the count of the {@link SequencePosition} before this record batch, assigned by the
 *     last step before the writer; {@link #UNNUMBERED} until then
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; defensive copies would be costly.
record RecordBatch(int count, long watermark, byte[] packed, long first) {
  static final long UNNUMBERED = -1;
  static final long NO_WATERMARK = Long.MIN_VALUE;
  private static final int NULL = -1;
  private static final byte[] NOTHING = {};

  RecordBatch(int count, long watermark, byte[] packed) {
    this(count, watermark, packed, UNNUMBERED);
  }

  /**
   * Creates a record batch without records, which promises that no later record has a timestamp
   * below the watermark.
   */
  static RecordBatch ofWatermark(long watermark) {
    return new RecordBatch(0, watermark, NOTHING);
  }

  /** Creates a record batch with neither records nor a watermark. */
  static RecordBatch empty() {
    return ofWatermark(NO_WATERMARK);
  }

  /** Returns this record batch with {@code first} set to the given count. */
  RecordBatch numbered(long from) {
    return new RecordBatch(count, watermark, packed, from);
  }

  /** Returns how many positions it occupies: one per record, and one without records. */
  long positions() {
    return Math.max(1, count);
  }

  /** Passes each record to the consumer, addressed to the partition. */
  void forEach(String topic, int partition, Consumer<ProducerRecord<byte[], byte[]>> each) {
    ByteBuffer from = ByteBuffer.wrap(packed);
    for (int i = 0; i < count; i++) {
      long timestamp = from.getLong();
      byte[] key = bytes(from);
      byte[] value = bytes(from);
      each.accept(
          new ProducerRecord<>(
              topic, partition, timestamp < 0 ? null : timestamp, key, value, headers(from)));
    }
  }

  private static byte @Nullable [] bytes(ByteBuffer from) {
    int length = from.getInt();
    if (length == NULL) {
      return null;
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  private static List<Header> headers(ByteBuffer from) {
    int left = from.getInt();
    if (left == 0) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>();
    for (; left > 0; left--) {
      byte[] name = bytes(from);
      headers.add(
          new RecordHeader(
              new String(name == null ? NOTHING : name, StandardCharsets.UTF_8), bytes(from)));
    }
    return headers;
  }

  /**
   * Packs records into record batches. Its buffer is allocated for the first record, grows to at
   * most 128 KiB and is reused; a larger buffer, which a large record needs, is released after use.
   */
  static final class Packer {
    private static final int FIRST_BYTES = 4 << 10;
    private static final int KEPT_BYTES = 128 << 10;
    private static final ByteBuffer UNUSED = ByteBuffer.allocate(0);
    private ByteBuffer bytes = UNUSED;
    private int count;

    void add(ProducerRecord<byte[], byte[]> record) {
      Header[] headers = record.headers().toArray();
      ensureCapacity(sizeOf(record, headers));
      bytes.putLong(record.timestamp() == null ? -1 : record.timestamp());
      write(record.key());
      write(record.value());
      bytes.putInt(headers.length);
      for (Header header : headers) {
        write(header.key().getBytes(StandardCharsets.UTF_8));
        write(header.value());
      }
      count++;
    }

    private static int sizeOf(ProducerRecord<byte[], byte[]> record, Header[] headers) {
      int size = Long.BYTES + sizeOf(record.key()) + sizeOf(record.value()) + Integer.BYTES;
      for (Header header : headers) {
        size += sizeOf(header.key().getBytes(StandardCharsets.UTF_8)) + sizeOf(header.value());
      }
      return size;
    }

    private static int sizeOf(byte @Nullable [] part) {
      return Integer.BYTES + (part == null ? 0 : part.length);
    }

    private void write(byte @Nullable [] part) {
      if (part == null) {
        bytes.putInt(NULL);
      } else {
        bytes.putInt(part.length).put(part);
      }
    }

    /**
     * Doubles the buffer for small records; for a large record, allocates exactly the space it
     * needs.
     */
    private void ensureCapacity(int more) {
      if (bytes.remaining() < more) {
        int doubled = Math.max(FIRST_BYTES, Math.min(2 * bytes.capacity(), KEPT_BYTES));
        bytes = ByteBuffer.allocate(Math.max(doubled, bytes.position() + more)).put(bytes.flip());
      }
    }

    boolean isEmpty() {
      return count == 0;
    }

    int size() {
      return bytes.position();
    }

    int keptBytes() {
      return bytes.capacity();
    }

    /** Returns the records added since the last call. */
    RecordBatch pack() {
      RecordBatch recordBatch = new RecordBatch(count, NO_WATERMARK, packed());
      clear();
      return recordBatch;
    }

    /** Hands a full oversized buffer over instead of copying it, because it is not reused. */
    private byte[] packed() {
      return bytes.capacity() > KEPT_BYTES && !bytes.hasRemaining()
          ? bytes.array()
          : Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Discards the records that were not packed. */
    void clear() {
      if (bytes.capacity() > KEPT_BYTES) {
        bytes = UNUSED;
      }
      bytes.clear();
      count = 0;
    }
  }

  /** Layout: version byte, count, watermark, first position, length, records. */
  static final class RecordBatchCoder extends FieldsCoder<RecordBatch> {
    private static final long serialVersionUID = 1L;

    RecordBatchCoder() {
      super(2);
    }

    static RecordBatchCoder of() {
      return new RecordBatchCoder();
    }

    @Override
    protected void write(RecordBatch recordBatch, DataOutput data) throws IOException {
      data.writeInt(recordBatch.count);
      data.writeLong(recordBatch.watermark);
      data.writeLong(recordBatch.first);
      data.writeInt(recordBatch.packed.length);
      data.write(recordBatch.packed);
    }

    @Override
    protected RecordBatch read(DataInput data) throws IOException {
      int count = data.readInt();
      long watermark = data.readLong();
      long first = data.readLong();
      byte[] packed = new byte[data.readInt()];
      data.readFully(packed);
      return new RecordBatch(count, watermark, packed, first);
    }
  }
}
