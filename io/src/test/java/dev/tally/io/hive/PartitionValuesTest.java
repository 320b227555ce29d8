package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PartitionValuesTest {
  private static final List<String> DAY = List.of("day");

  @Property
  void readsBackWhatItWrites(@ForAll @NotEmpty @StringLength(max = 80) String value) {
    if (PartitionValues.refusal("day", value).isEmpty()) {
      String directory = PartitionValues.directory(DAY, List.of(value));
      assertThat(directory).startsWith("day=").doesNotContain("/");
      assertThat(PartitionValues.parse(directory)).containsExactly(value);
    }
  }

  /**
   * The characters are those that Hive 4.0.1 escapes; in HiveIOTest, MSCK REPAIR TABLE reads them
   * back.
   */
  @Test
  void namesDirectoriesAsHiveDoes() {
    assertThat(PartitionValues.directory(DAY, List.of("a/b=c d%\t\u007f\u00fc}~;<>|&!")))
        .isEqualTo("day=a%2Fb%3Dc d%25%09%7F\u00fc}~;<>|&!");
    assertThat(PartitionValues.directory(DAY, List.of("\"#'*:?\\{[]^")))
        .isEqualTo("day=%22%23%27%2A%3A%3F%5C%7B%5B%5D%5E");
    assertThat(PartitionValues.parse("day=50%/shop=%zz%4")).containsExactly("50%", "%zz%4");
  }

  @Test
  void nullAndEmptyAreHivesDefaultPartition() {
    assertThat(PartitionValues.refusal(DAY, Arrays.asList((String) null))).isEmpty();
    assertThat(PartitionValues.refusal(DAY, List.of(""))).isEmpty();
    assertThat(PartitionValues.stored(null)).isEqualTo("__HIVE_DEFAULT_PARTITION__");
    assertThat(PartitionValues.stored("")).isEqualTo("__HIVE_DEFAULT_PARTITION__");
  }

  @Test
  void refusesADirectoryNameOfMoreThan255Bytes_afterEscaping() {
    assertThat(PartitionValues.refusal("day", "x".repeat(251))).isEmpty();
    assertThat(PartitionValues.refusal("day", "x".repeat(252)).orElseThrow())
        .contains("256 bytes")
        .contains("day");
    assertThat(PartitionValues.refusal("day", "/".repeat(83))).isEmpty();
    assertThat(PartitionValues.refusal("day", "/".repeat(84))).isPresent();
    assertThat(PartitionValues.refusal("day", "ü".repeat(126))).isPresent();
  }

  @Test
  void refusesWhatHiveWouldReadAsAnotherValue_orCannotStore() {
    assertThat(PartitionValues.refusal("day", "__HIVE_DEFAULT_PARTITION__").orElseThrow())
        .contains("rows without a value");
    assertThat(PartitionValues.refusal("day", "a\0b")).isPresent();
    assertThat(PartitionValues.refusal("day", "a\ud800b")).isPresent();
  }

  @Test
  void refusesAPartitionNameOfMoreThan767Characters() {
    List<String> columns = List.of("a", "b", "c", "d");
    assertThat(PartitionValues.refusal(columns, List.of("x", "x", "x", "x"))).isEmpty();
    String longest = "x".repeat(253);
    assertThat(PartitionValues.refusal(columns, List.of(longest, longest, longest, longest)))
        .isPresent();
  }
}
