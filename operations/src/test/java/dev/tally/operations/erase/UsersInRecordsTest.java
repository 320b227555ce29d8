package dev.tally.operations.erase;

import static dev.tally.operations.erase.ErasureCast.ALICE;
import static dev.tally.operations.erase.ErasureCast.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.codec.DeadLetterJson;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsersInRecordsTest {
  private static final String UNKNOWN = "(unknown)";
  private static final String EVENT =
      "{\"event_id\":\"e\",\"event_type\":\"click\",\"event_time\":1,\"ad_id\":\"a\",\"campaign_id\":\"c\",\"store_id\":\"s\",\"user_id\":\"alice\",\"region\":\"eu\"}";
  private static final UsersInRecords EVENTS = UsersInRecords.ofAdEvents(DecodeRecords.adEvents());
  private static final UsersInRecords LETTERS =
      UsersInRecords.ofDeadLetters(
          topic -> topic.equals("ad-events") ? EVENTS : (record, found) -> {});

  @Test
  void findsTheUserOfAnEvent_andOfAnAttributedOrder() {
    assertThat(in(EVENTS, record("ad-events", EVENT))).containsExactly(ALICE);
    String order = new String(ErasureCast.attributed("o-1", ALICE, 1, NOON), UTF_8);
    assertThat(in(UsersInRecords.ofAttributedOrders(), record("all", order)))
        .containsExactly(ALICE);
  }

  @Test
  void aRecordThatCannotBeDecodedMayBeOfAnyUser() {
    assertThat(in(EVENTS, record("ad-events", "alice,click"))).containsExactly(UNKNOWN);
    assertThat(in(LETTERS, letter(record("ad-events", "alice,click"), 1 << 20)))
        .containsExactly(UNKNOWN);
    assertThat(in(LETTERS, record("dead-letters", "{}"))).containsExactly(UNKNOWN);
  }

  @Test
  void findsTheUserInThePayloadOfADeadLetter() {
    assertThat(in(LETTERS, letter(record("ad-events", EVENT), 1 << 20))).containsExactly(ALICE);
  }

  @Test
  void aLetterWithoutAPayload_orOfATopicWithoutUsers_hasNoUser() {
    assertThat(in(LETTERS, letter(record("ad-events", EVENT), 0))).isEmpty();
    assertThat(in(LETTERS, letter(record("ad-events", null), 1 << 20))).isEmpty();
    assertThat(in(LETTERS, letter(record("campaigns", "{"), 1 << 20))).isEmpty();
  }

  private static RawRecord letter(RawRecord rejected, int recordBytes) {
    DeadLetter letter = DeadLetter.of("DecodeAdEvents", Reason.NOT_JSON, "detail", rejected);
    return RawRecord.of("", "dead-letters", 0, 0, NOON, DeadLetterJson.encode(letter, recordBytes));
  }

  private static RawRecord record(String topic, @Nullable String value) {
    return RawRecord.of("eu", topic, 0, 1, NOON, value == null ? null : value.getBytes(UTF_8));
  }

  private static List<String> in(UsersInRecords users, RawRecord record) {
    List<String> found = new ArrayList<>();
    users.find(
        record,
        new UsersInRecords.Found() {
          @Override
          public void user(String userId) {
            found.add(userId);
          }

          @Override
          public void unknown() {
            found.add(UNKNOWN);
          }
        });
    return found;
  }
}
