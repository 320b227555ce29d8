package dev.tally.transforms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of bots and data centers. */
class InvalidListsTest {
  private static final BotList BOTS =
      BotList.parse("bots.txt", List.of("# search engines", "Googlebot  # images", "", "bingbot/"));
  private static final DataCenterList CENTERS =
      DataCenterList.parse(
          "centers.txt",
          List.of(
              "192.0.2.0/24",
              "192.0.2.128/25 # contained",
              "198.51.100.7",
              "2001:db8::/33",
              "203.0.113.255/31"));

  @Test
  void findsAPatternAnywhere_ignoringCase() {
    assertThat(BOTS.contains("Mozilla/5.0 (compatible; GOOGLEBOT/2.1)")).isTrue();
    assertThat(BOTS.contains("bingbot/2.0")).isTrue();
    assertThat(BOTS.contains("Mozilla/5.0 (X11; Linux x86_64) Firefox/147.0")).isFalse();
    assertThat(BOTS.contains("googlebo")).isFalse();
    assertThat(BOTS.contains("")).isFalse();
    assertThat(BotList.NONE.contains("googlebot")).isFalse();
  }

  @Property(tries = 2_000)
  void findsExactlyWhatALoopFinds(
      @ForAll("patterns") List<String> patterns, @ForAll("text") String text) {
    boolean expected = patterns.stream().anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    assertThat(new SubstringMatcher(patterns).matches(text)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.strings()
        .withChars("abcß日")
        .ofMinLength(1)
        .ofMaxLength(6)
        .list()
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars("abcABCß日").ofMaxLength(30);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0,true",
    "192.0.2.200,true",
    "192.0.2.255,true",
    "192.0.3.0,false",
    "192.0.1.255,false",
    "198.51.100.7,true",
    "198.51.100.8,false",
    "203.0.113.254,true",
    "203.0.113.253,false",
    "::ffff:192.0.2.9,true",
    "::192.0.2.9,false",
    "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff,true",
    "2001:0DB8:0:0::1,true",
    "2001:db8:8000::,false",
    "255.255.255.255,false",
    "localhost,false",
    "192.0.2,false",
    "'192.0.2.1, 10.0.0.1',false",
    "'',false",
    "' 192.0.2.1 ',true"
  })
  void findsAddressesOfItsNetworks(String ip, boolean contained) {
    assertThat(CENTERS.contains(ip)).isEqualTo(contained);
  }

  @Test
  void findsTheSame_whenNetworksContainEachOther() {
    List<String> nested = new ArrayList<>(List.of("10.0.0.0/8", "10.1.0.0/16", "10.1.1.1"));
    assertThat(DataCenterList.parse("c", nested).contains("10.255.0.1")).isTrue();
    Collections.reverse(nested);
    assertThat(DataCenterList.parse("c", nested).contains("10.255.0.1")).isTrue();
  }

  @Test
  void hasAVersionOfItsEntries_notOfTheirOrderOrTheirComments() {
    BotList same = BotList.parse("other.txt", List.of("\ufeffBingBot/", "googlebot", "googlebot"));
    assertThat(same.version()).isEqualTo(BOTS.version()).matches("[0-9a-f]{12}");
    assertThat(BotList.parse("bots.txt", List.of("googlebot")).version())
        .isNotEqualTo(BOTS.version());
    assertThat(BOTS).hasToString("bots.txt (2 entries, %s)", BOTS.version());
    assertThat(CENTERS).asString().startsWith("centers.txt (5 entries, ");
  }

  @Test
  void namesEachLineThatIsWrong() {
    assertThatThrownBy(() -> BotList.parse("bots.txt", List.of("googlebot", "a", "# b", "x ")))
        .hasMessage(
            "bots.txt:2: expected a part of a user agent with 3 to 512 characters, e.g. Googlebot\n"
                + "bots.txt:4: expected a part of a user agent with 3 to 512 characters, e.g."
                + " Googlebot");
    assertThatThrownBy(() -> DataCenterList.parse("c.txt", List.of("10.0.0.0/33", "::/0", "host")))
        .hasMessage(
            "c.txt:1: expected a prefix of 1 to 32 bits after the slash, found 10.0.0.0/33\n"
                + "c.txt:2: expected a prefix of 1 to 128 bits after the slash, found ::/0\n"
                + "c.txt:3: expected an IP address or a network, e.g. 192.0.2.0/24 or"
                + " 2001:db8::/32, found host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "  "})
  void refusesAListWithoutEntries(String line) {
    assertThatThrownBy(() -> BotList.parse("bots.txt", List.of(line)))
        .hasMessageContaining("bots.txt: the list is empty");
  }

  @Test
  void reportsTheFirstProblemsOfAFileThatIsNoList() {
    List<String> lines = IntStream.range(0, 50).mapToObj(i -> "no address " + i).toList();
    assertThatThrownBy(() -> DataCenterList.parse("c.txt", lines))
        .hasMessageContaining("c.txt:10:")
        .hasMessageEndingWith("… and 40 more problems");
  }

  @Test
  void isCompiledAgainOnEachWorker() {
    assertThat(SerializableUtils.clone(BOTS)).isEqualTo(BOTS);
    assertThat(SerializableUtils.clone(BOTS).contains("googlebot")).isTrue();
    assertThat(SerializableUtils.clone(CENTERS)).isEqualTo(CENTERS);
    assertThat(SerializableUtils.clone(CENTERS).contains("192.0.2.1")).isTrue();
  }

  @Test
  void theFirstReasonThatAppliesIsTheReason() {
    InvalidTrafficRules all = new InvalidTrafficRules(BOTS, CENTERS, PlaceholderIds.standard(), 20);
    assertThat(all.reasonOf("googlebot", "192.0.2.1", "undefined")).isEqualTo(InvalidReason.BOT);
    assertThat(all.reasonOf("", "192.0.2.1", "undefined")).isEqualTo(InvalidReason.DATA_CENTER);
    assertThat(all.reasonOf("", "", "undefined")).isEqualTo(InvalidReason.PLACEHOLDER_USER);
    assertThat(all.reasonOf("Firefox", "10.0.0.1", "u-1")).isNull();
    assertThat(InvalidTrafficRules.NONE.reasonOf("googlebot", "192.0.2.1", "undefined")).isNull();
    assertThat(all.describe()).hasSize(4).first().asString().startsWith("bot 1: bots.txt (2 ");
    assertThat(InvalidTrafficRules.NONE.describe()).isEmpty();
    assertThatThrownBy(() -> new InvalidTrafficRules(BOTS, CENTERS, null, -1))
        .hasMessageContaining("from 0 to 100000");
  }
}
