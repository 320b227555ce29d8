package dev.tally.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tally.operations.erase.UserPlace;
import dev.tally.transforms.codec.RecordColumn;
import dev.tally.transforms.codec.RecordTopic;
import dev.tally.transforms.codec.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.junit.jupiter.api.Test;

/**
 * All columns, topics and state cells are classified by whether they contain user ids, as
 * docs/erasing.md lists them. A new one fails a test until it is classified here, in that page and,
 * if it contains user ids, in {@code ./tally erase}.
 */
class UserDataTest {
  private static final JavaClasses TALLY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tally.transforms", "dev.tally.io", "dev.tally.runners");

  private static final Set<String> COLUMNS_WITHOUT_USERS =
      Set.of(
          "record_uuid revision region ad_id campaign_id store_id minute impressions clicks",
          "repeat_clicks spend_micros invalid_impressions invalid_clicks model order_id order_time status amount_micros currency",
          "touch_event_id touch_type touch_time credits touches_left_out details_status items",
          "category new_customer day budget_micros rate_micros_per_minute as_of bound_micros",
          "active_until");

  private static final Set<String> TOPICS_WITHOUT_USERS =
      Set.of("CAMPAIGNS", "AD_METRICS", "ALL_AD_METRICS", "CAMPAIGN_SPEND");

  /** Sketches of users, which contain hashes. */
  private static final String SKETCHES = "CAMPAIGN_REACH";

  private static final String STATE_WITH_SKETCHES = "MergeUsersFn";

  /** The keys or values of these cells contain user ids. */
  private static final Map<String, Set<String>> CELLS_WITH_USERS =
      Map.of(
          "HoldOrdersFn",
          Set.of(
              "headsSpec",
              "touchBlocksSpec",
              "forgottenSpec",
              "ordersSpec",
              "orderBlocksSpec",
              "agendaSpec",
              "dueBlocksSpec",
              "sweepPagesSpec"),
          "CreditDeferredFn",
          Set.of("waitingSpec"),
          "EnrichFn",
          Set.of("waitingSpec", "detailsSpec"),
          "RememberClicksFn",
          Set.of("slicesSpec", "armedSpec"),
          "RateClicksFn",
          Set.of("clicksSpec", "pendingSpec"));

  private static final Set<String> CELLS_WITHOUT_USERS =
      Set.of(
          "SumMinutesFn",
          "RememberIdsFn",
          "SnapshotFn",
          "RetryTickFn",
          "CountSpendFn",
          "AnnounceFn",
          "CommitFn",
          "HeartbeatFn");

  @Test
  void onlyOneColumnOfStoredRecordsContainsAUserId() {
    Set<String> known = words(COLUMNS_WITHOUT_USERS.stream());
    Set<String> other = new TreeSet<>();
    for (RecordType type : RecordType.values()) {
      for (RecordColumn column : type.columns()) {
        if (!type.name().equals(SKETCHES) && !known.contains(column.name())) {
          other.add(type + "." + column.name());
        }
      }
    }
    assertThat(other).containsExactly("ATTRIBUTED_ORDER.user_id");
  }

  @Test
  void anErasureReadsEachTopicWithUserIds() {
    Set<String> topics =
        Arrays.stream(RecordTopic.values())
            .map(Enum::name)
            .filter(name -> !TOPICS_WITHOUT_USERS.contains(name) && !name.equals(SKETCHES))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> read =
        Arrays.stream(UserPlace.values())
            .filter(place -> place.kind() == UserPlace.Kind.TOPIC)
            .map(Enum::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(read).isEqualTo(topics);
  }

  @Test
  void eachStateCellIsClassified() {
    Map<String, Set<String>> cells =
        TALLY.stream()
            .flatMap(found -> found.getFields().stream())
            .filter(field -> field.isAnnotatedWith(DoFn.StateId.class))
            .collect(
                Collectors.groupingBy(
                    field -> field.getOwner().getSimpleName(),
                    Collectors.mapping(JavaField::getName, Collectors.toSet())));
    cells.keySet().removeAll(CELLS_WITHOUT_USERS);
    assertThat(cells.remove(STATE_WITH_SKETCHES)).isNotNull();
    assertThat(cells).isEqualTo(CELLS_WITH_USERS);
  }

  @Test
  void thePageListsEachPlace() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "erasing.md"));
    for (UserPlace place : UserPlace.values()) {
      assertThat(page).contains("| " + place.title());
    }
    for (RecordTopic topic : RecordTopic.values()) {
      assertThat(page).contains("`" + topic.defaultName() + "`");
    }
    Stream.of(CELLS_WITH_USERS.keySet(), CELLS_WITHOUT_USERS, Set.of(STATE_WITH_SKETCHES))
        .flatMap(Set::stream)
        .forEach(name -> assertThat(page).contains(name));
  }

  /** Values and keys of state contain a user id as a field, or one of these classes. */
  @Test
  void onlyTheseClassesHaveTheIdOfAUser() {
    Set<String> owners =
        TALLY.stream()
            .filter(found -> found.getPackageName().startsWith("dev.tally.transforms"))
            .flatMap(found -> found.getFields().stream())
            .filter(field -> field.getName().toLowerCase(Locale.ROOT).contains("user"))
            .filter(field -> field.getRawType().isEquivalentTo(String.class))
            .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
            .map(field -> field.getOwner().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(owners)
        .containsExactly(
            "AutoValue_AdEvent",
            "AutoValue_Order",
            "Builder",
            "RepeatKey",
            "SliceKey",
            "UserHour",
            "UserStore");
  }

  private static Set<String> words(Stream<String> texts) {
    return texts
        .flatMap(text -> Stream.of(text.split(" ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
