package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.OtherLocale;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names of files and directories. A name that its own writer does not recognise hides the rows in
 * it from every later commit, which then writes them again or waits for ever.
 */
class FileNamesTest {
  private static final TableIdentity TABLE = new TableIdentity("0f3a77b1", 8);
  private static final PartitionGeneration FIRST = PartitionGeneration.first("/t/day=x", TABLE);

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "mr-IN"})
  void areTheSame_whateverDigitsTheLocaleHas(String locale) throws Exception {
    assertThat(OtherLocale.in(locale, FileNamesTest::names))
        .isEqualTo(names())
        .containsExactly(
            "/t/day=x/g00001-0f3a77b1/b00003-v0000012.parquet",
            "/t/day=x/g00002-0f3a77b1-cd",
            "_pointed-0f3a77b1-b8-cd",
            "decimal(38,18)");
  }

  private static List<String> names() {
    return List.of(
        new Bucket(FIRST, 3, 1, 12).path(12),
        FIRST.successor(TABLE, "cd").path(),
        TABLE.pointedMarkName("cd"),
        HiveTypes.of(FieldType.DECIMAL).name());
  }

  @Property(tries = 300)
  void aBucketFindsItsOwnVersions_andNoOtherBucketDoes(
      @ForAll @IntRange(max = 9_999) int number,
      @ForAll @LongRange(min = 1, max = 999_999_999_999L) long version)
      throws Exception {
    String path = new Bucket(FIRST, number, version, version).path(version);
    String name = path.substring(FIRST.path().length() + 1);
    assertThat(Bucket.isData(name)).isTrue();
    assertThat(ForeignFiles.isForeign(name)).isFalse();
    MemoryFiles listing = new MemoryFiles().with(path);
    assertThat(Bucket.list(listing, FIRST, number))
        .isEqualTo(new Bucket(FIRST, number, version, version));
    assertThat(Bucket.list(listing, FIRST, number + 1).isEmpty()).isTrue();
  }

  @Property(tries = 300)
  void aGenerationIsFoundByItsPath_withOrWithoutASlash(
      @ForAll("identities") TableIdentity table,
      @ForAll @IntRange(min = 1, max = 999_999_998) int number,
      @ForAll("words") String random) {
    PartitionGeneration before =
        new PartitionGeneration("file:/t/day=a%2Fb", number, "g" + "0".repeat(4) + "1-x");
    PartitionGeneration generation = before.successor(table, random);
    assertThat(generation.number()).isEqualTo(number + 1);
    assertThat(generation.isOf(table)).isTrue();
    assertThat(PartitionGeneration.isName(generation.name())).isTrue();
    assertThat(PartitionGeneration.at(generation.path())).isEqualTo(generation);
    assertThat(PartitionGeneration.at(generation.path() + "/")).isEqualTo(generation);
  }

  @Property(tries = 300)
  void aGenerationShowsWhichTablesHaveUsedIt(
      @ForAll("identities") TableIdentity table, @ForAll("words") String random) {
    assertThat(TableIdentity.ofPointed(table.pointedMarkName(random))).contains(table);
    assertThat(ForeignFiles.isForeign(table.pointedMarkName(random))).isFalse();
  }

  @Test
  void readsNoTableFromOtherNames() {
    for (String name :
        List.of("_pointed-", "_pointed-ab", "_pointed-ab-b-x", "_pointed-AB-b8-x", "pointed")) {
      assertThat(TableIdentity.ofPointed(name)).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b00001-v1.parquet",
        "b1-v0000001.parquet",
        "b00001-v0000001.parquet.crc",
        "xb00001-v0000001.parquet",
        "b00001-v1234567890123456789.parquet",
        "b٠٠٠٠١-v0000001.parquet",
        "000000_0"
      })
  void ignoresFilesThatNoCommitHasWritten(String name) throws Exception {
    assertThat(Bucket.isData(name)).isFalse();
    assertThat(ForeignFiles.isForeign(name)).isTrue();
    assertThat(Bucket.list(new MemoryFiles().with(FIRST.path() + "/" + name), FIRST, 1).isEmpty())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"g1-ab", "g00001", "g00001-", "g00001-AB", "g1234567890-ab", "", "day=x"})
  void refusesAPathThatIsNoGeneration_andSaysWhereToLook(String name) {
    assertThat(PartitionGeneration.isName(name)).isFalse();
    assertThatThrownBy(() -> PartitionGeneration.at("/t/day=x/" + name + "//"))
        .isInstanceOf(HiveException.class)
        .hasMessageContaining("was not created by HiveIO")
        .hasMessageContaining("./tally hive check");
  }

  @Test
  void distinguishesTheMarksOfAGeneration() {
    String mark = FIRST.replacedMark("ab");
    assertThat(mark).startsWith(FIRST.path() + "/_");
    assertThat(PartitionGeneration.isReplacedMark(mark.substring(FIRST.path().length() + 1)))
        .isTrue();
    assertThat(PartitionGeneration.isReplacedMark(TABLE.pointedMarkName("ab"))).isFalse();
  }

  @Provide
  Arbitrary<TableIdentity> identities() {
    return words()
        .flatMap(
            id -> Arbitraries.integers().between(1, 10_000).map(n -> new TableIdentity(id, n)));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars("0123456789abcdef").ofMinLength(1).ofMaxLength(12);
  }
}
