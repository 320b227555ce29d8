package dev.tally.io.hive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

/** How a row is recognised: a row that is not found again is written twice. */
class KeysTest {
  private static final KeyFields FIELDS = new KeyFields("k", "rev");

  private static RowKey key(String key, long revision) {
    return RowKey.of(key.getBytes(UTF_8), revision);
  }

  /** With other buckets, an existing table would get every row a second time. */
  @Test
  void bucketsAndFingerprintsNeverChange() {
    assertThat(List.of(key("", 0).bucket(8), key("a", 1).bucket(8), key("ü", 2).bucket(10_000)))
        .containsExactly(0, 1, 6_369);
    assertThat(key("a", 1).fingerprint()).isEqualTo(-6_957_659_276_713_244_711L);
    assertThat(key("a", -1).fingerprint()).isEqualTo(2_718_541_659_984_934_696L);
  }

  @Property
  void theBucketDependsOnTheKeyOnly(
      @ForAll @Size(max = 50) byte[] key,
      @ForAll long one,
      @ForAll long other,
      @ForAll @IntRange(min = 1, max = 10_000) int buckets) {
    assertThat(RowKey.of(key, one).bucket(buckets))
        .isEqualTo(RowKey.of(key.clone(), other).bucket(buckets))
        .isBetween(0, buckets - 1);
  }

  /** Hashing must not move the position of the buffer, on which equality depends. */
  @Property
  void aKeyStaysEqual_afterItWasHashed(
      @ForAll @Size(max = 50) byte[] bytes, @ForAll long revision) {
    RowKey key = RowKey.of(bytes, revision);
    long before = key.fingerprint();
    key.bucket(7);
    assertThat(key).isEqualTo(RowKey.of(bytes.clone(), revision));
    assertThat(key.fingerprint()).isEqualTo(before);
  }

  @Test
  void spreadsKeysOverAllBuckets_andNotByRevision() {
    Map<Integer, Integer> sizes = new HashMap<>();
    Set<Long> fingerprints = new HashSet<>();
    IntStream.range(0, 8_000)
        .forEach(
            i -> {
              sizes.merge(key("key-" + i, 1).bucket(8), 1, Integer::sum);
              fingerprints.add(key("key-1", i).fingerprint());
            });
    assertThat(sizes).hasSize(8);
    assertThat(sizes.values()).allMatch(size -> size > 800 && size < 1_200);
    assertThat(fingerprints).hasSize(8_000);
  }

  @Property
  void anIndexHasEveryFingerprint_andNoOther(
      @ForAll @Size(max = 30) List<@IntRange(min = -20, max = 20) Integer> first,
      @ForAll @Size(max = 30) List<@IntRange(min = -20, max = 20) Integer> second) {
    KeyIndex one = index(first);
    KeyIndex merged = KeyIndex.merged(List.of(one, index(second)));
    KeyIndex parsed = KeyIndex.parse(ByteBuffer.wrap(merged.bytes()));
    for (int i = -21; i <= 21; i++) {
      assertThat(one.mayHold(fingerprint(i))).isEqualTo(first.contains(i));
      assertThat(parsed.mayHold(fingerprint(i))).isEqualTo(first.contains(i) || second.contains(i));
    }
    assertThat(parsed.rows()).isEqualTo(first.size() + second.size());
    assertThat(merged.bytes()).hasSize(8 * parsed.rows());
  }

  /** Values far apart, so that an order by the bytes or by the low bits would show. */
  private static long fingerprint(int i) {
    return i * 0x1234_5678_9ABCL;
  }

  private static KeyIndex index(List<Integer> of) {
    return KeyIndex.of(of.stream().mapToLong(KeysTest::fingerprint).toArray());
  }

  @Test
  void readsTheSameKeyFromTextAndBytes_andARevisionOfAnyWidth() {
    List<RowKey> keys = new ArrayList<>();
    for (FieldType type :
        List.of(FieldType.BYTE, FieldType.INT16, FieldType.INT32, FieldType.INT64)) {
      Object revision =
          switch (type.getTypeName()) {
            case BYTE -> (byte) -7;
            case INT16 -> (short) -7;
            case INT32 -> -7;
            default -> -7L;
          };
      Schema text = Schema.builder().addStringField("k").addField("rev", type).build();
      Schema bytes = Schema.builder().addByteArrayField("k").addField("rev", type).build();
      FIELDS.check(text);
      FIELDS.check(bytes);
      keys.add(FIELDS.of(Row.withSchema(text).addValues("ü", revision).build()));
      keys.add(FIELDS.of(Row.withSchema(bytes).addValues("ü".getBytes(UTF_8), revision).build()));
    }
    assertThat(new HashSet<>(keys)).containsExactly(key("ü", -7));
  }

  @Test
  void rejectsFieldsThatCannotIdentifyARow() {
    Schema schema =
        Schema.builder()
            .addInt64Field("k")
            .addStringField("rev")
            .addNullableField("maybe", FieldType.STRING)
            .addStringField("text")
            .addDoubleField("real")
            .build();
    rejects(schema, "k", "k", "The key k is INT64: it must be STRING or BYTES.");
    rejects(schema, "text", "rev", "The revision rev is STRING: it must be an integer.");
    rejects(schema, "text", "real", "The revision real is DOUBLE: it must be an integer.");
    rejects(
        schema,
        "maybe",
        "k",
        "maybe must be a non-nullable field of the rows; their fields are [k, rev, maybe, text, real].");
    rejects(schema, "K", "k", "K must be a non-nullable field of the rows; their fields are ");
    rejects(schema, "text", "maybe", "maybe must be a non-nullable field of the rows");
  }

  private static void rejects(Schema schema, String key, String revision, String message) {
    assertThatThrownBy(() -> new KeyFields(key, revision).check(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
