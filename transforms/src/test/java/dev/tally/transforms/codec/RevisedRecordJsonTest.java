package dev.tally.transforms.codec;

import static dev.tally.transforms.Cast.MEBIBYTE;
import static dev.tally.transforms.Cast.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RecordUuid;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import org.junit.jupiter.api.Test;

class RevisedRecordJsonTest {
  private static final String UUID = RecordUuid.ofAttributedOrder("o").toString();
  private static final String RECORD =
      "{\"record_uuid\":\"" + UUID + "\",\"revision\":17,\"credits\":[{\"ad_id\":\"a\"}]}";

  @Test
  void takesIdAndRevision_andKeepsTheWholeValue() {
    Verdict<RevisedRecord> verdict = decode(RECORD);
    assertThat(verdict)
        .isEqualTo(Verdict.accepted(new RevisedRecord(UUID, 17, NOON, RECORD.getBytes(UTF_8))));
    assertThat(verdict.toString()).doesNotContain("credits");
  }

  @Test
  void takesTheLargestRevision() {
    assertThat(decode(RECORD.replace("17", String.valueOf(Long.MAX_VALUE))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesWhatIsNoRecordOfTally() {
    assertThat(reason(RECORD.replace("17", "-1"))).isEqualTo(Reason.NOT_A_RECORD);
    assertThat(reason(RECORD.replace("17", "9223372036854775808"))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(RECORD.replace("17", "\"17\""))).isEqualTo(Reason.WRONG_TYPE);
    assertThat(reason(RECORD.replace("revision", "version"))).isEqualTo(Reason.MISSING_FIELD);
    assertThat(reason(RECORD.replace(UUID, UUID.toUpperCase(java.util.Locale.ROOT))))
        .isEqualTo(Reason.NOT_A_RECORD);
    assertThat(reason(RECORD.replace(UUID, "o-1"))).isEqualTo(Reason.NOT_A_RECORD);
    assertThat(reason("not json")).isEqualTo(Reason.NOT_JSON);
    assertThat(RevisedRecordJson.decode(null, MEBIBYTE, NOON))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.NULL_VALUE));
  }

  private static Reason reason(String json) {
    return ((Verdict.Refused<RevisedRecord>) decode(json)).reason();
  }

  private static Verdict<RevisedRecord> decode(String json) {
    return RevisedRecordJson.decode(json.getBytes(UTF_8), MEBIBYTE, NOON);
  }
}
